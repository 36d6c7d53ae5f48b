package io.os199.cs.core;

import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;

import java.util.LinkedHashMap;
import java.util.Map;

/** Records contracts on the timeline. */
final class ContractEvents {
    private ContractEvents() {}

    static TimelineEvent signed(String eventId, String clientId, Contract contract, Doing doing) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("value_amount", contract.value());
        detail.put("start_date", contract.startDate());
        if (contract.endDate() != null) {
            detail.put("end_date", contract.endDate());
        }
        return new TimelineEvent(
                clientId,
                doing.now(),
                eventId,
                EventType.CONTRACT,
                "Contract signed",
                detail,
                Impact.POSITIVE,
                true,
                doing.actor().principal(),
                doing.source(),
                contract.contractId());
    }
}
