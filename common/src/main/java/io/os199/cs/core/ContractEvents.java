package io.os199.cs.core;

import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records contracts on the timeline. */
final class ContractEvents {
    private ContractEvents() {}

    static TimelineEvent signed(
            String eventId,
            String clientId,
            Contract contract,
            Actor actor,
            String source,
            Instant now) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("value_amount", contract.value());
        detail.put("start_date", contract.startDate());
        if (contract.endDate() != null) {
            detail.put("end_date", contract.endDate());
        }
        return new TimelineEvent(
                clientId,
                now,
                eventId,
                EventType.CONTRACT,
                "Contract signed",
                detail,
                Impact.POSITIVE,
                true,
                actor.principal(),
                source,
                contract.contractId());
    }
}
