package io.os199.cs.integration.outbox;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Delivers items to a service that takes many in one call. */
public interface BatchDelivery extends OutboxDelivery {
    /** Delivers several items as {@link #deliver} does one, with an outcome for each. */
    Map<OutboxItem, OutboxOutcome> deliverAll(List<OutboxItem> items);

    @Override
    default OutboxOutcome deliver(OutboxItem item) {
        return Objects.requireNonNull(deliverAll(List.of(item)).get(item));
    }
}
