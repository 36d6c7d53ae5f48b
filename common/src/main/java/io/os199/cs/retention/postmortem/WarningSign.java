package io.os199.cs.retention.postmortem;

import io.os199.cs.core.model.Severity;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A sign that was seen before a client left.
 *
 * @param severity the worst severity that it had
 * @param leadTimeDays the days from when it was first seen to the departure
 * @param origin the origin of the first episode
 */
public record WarningSign(
        String indicatorKey,
        Severity severity,
        LocalDate firstDetectedOn,
        int leadTimeDays,
        int episodeCount,
        Origin origin) {

    /** Returns the warning signs of all episodes, the earliest first. */
    static List<WarningSign> of(List<Episode> episodes, LocalDate churnedOn) {
        Map<String, List<Episode>> byKey =
                episodes.stream().collect(Collectors.groupingBy(Episode::indicatorKey));
        return byKey.values().stream()
                .map(
                        all -> {
                            Episode first =
                                    all.stream()
                                            .min(Comparator.comparing(Episode::openedOn))
                                            .orElseThrow();
                            return new WarningSign(
                                    first.indicatorKey(),
                                    all.stream()
                                            .map(Episode::severity)
                                            .min(Comparator.naturalOrder())
                                            .orElseThrow(),
                                    first.openedOn(),
                                    (int) ChronoUnit.DAYS.between(first.openedOn(), churnedOn),
                                    all.size(),
                                    first.origin());
                        })
                .sorted(
                        Comparator.comparing(WarningSign::firstDetectedOn)
                                .thenComparing(WarningSign::indicatorKey))
                .toList();
    }
}
