package io.os199.cs.usage;

import io.os199.cs.usage.model.ClientDay;

import java.util.Collection;
import java.util.List;

/** Days of clients as columns, each an array of texts that the statement casts to the column's type. */
public record DayColumns(List<String> clientIds, List<String> days) {
    static DayColumns of(Collection<ClientDay> days) {
        return new DayColumns(
                days.stream().map(ClientDay::clientId).toList(),
                days.stream().map(each -> each.day().toString()).toList());
    }
}
