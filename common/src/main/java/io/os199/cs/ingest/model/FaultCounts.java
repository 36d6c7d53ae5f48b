package io.os199.cs.ingest.model;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each fault was found, by its code as callers read it. */
public record FaultCounts(SortedMap<String, Long> byCode) {
    public static final FaultCounts NONE = new FaultCounts(new TreeMap<>());

    public static FaultCounts of(Collection<RowFault> faults) {
        SortedMap<String, Long> byCode = new TreeMap<>();
        faults.forEach(fault -> byCode.merge(fault.code().wire(), 1L, Long::sum));
        return new FaultCounts(byCode);
    }

    public FaultCounts plus(FaultCounts other) {
        SortedMap<String, Long> sum = new TreeMap<>(byCode);
        other.byCode.forEach((code, count) -> sum.merge(code, count, Long::sum));
        return new FaultCounts(sum);
    }

    public static FaultCounts of(Map<String, Long> byCode) {
        return new FaultCounts(new TreeMap<>(byCode));
    }
}
