package io.os199.cs.retention.postmortem;

import io.os199.cs.core.model.Severity;
import io.os199.cs.retention.facts.ClientSignals;
import io.os199.cs.retention.risk.RiskRules;
import io.os199.cs.retention.risk.RiskSign;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reconstructs the signs that would have been stored had there been runs: the rules of risk on days of the past, as
 * far as samples can tell.
 */
final class EpisodeReplay {
    private EpisodeReplay() {}

    /**
     * Returns the episodes of a client.
     *
     * @param stored the episodes that runs recorded
     * @param recordedFrom the first day of a run; absent where there was none
     * @param readings the readings of days before it, the earliest first; an episode begins on the first of them that
     *     shows it, and one that still goes on when the runs begin is joined to the first that they recorded, or else is
     *     over
     */
    static List<Episode> episodes(
            List<DepartureFacts.StoredEpisode> stored,
            @Nullable LocalDate recordedFrom,
            List<ClientSignals> readings) {
        Map<String, Episode> open = new HashMap<>();
        List<Episode> replayed = new ArrayList<>();
        for (ClientSignals reading : readings) {
            for (RiskSign sign : RiskRules.of(reading)) {
                Episode before = open.get(sign.indicatorKey());
                if (before != null && sign.isOver()) {
                    open.remove(sign.indicatorKey());
                    replayed.add(ended(before, reading.asOf()));
                } else if (sign.begins() || before != null) {
                    open.put(sign.indicatorKey(), merged(before, sign, reading.asOf()));
                }
            }
        }
        List<Episode> recorded =
                new ArrayList<>(
                        stored.stream()
                                .map(
                                        each ->
                                                new Episode(
                                                        each.indicatorKey(),
                                                        each.severity(),
                                                        each.openedOn(),
                                                        each.resolvedOn(),
                                                        Origin.RECORDED))
                                .toList());
        for (Episode goesOn : open.values()) {
            replayed.add(continued(goesOn, recorded, recordedFrom));
        }
        return Stream.concat(replayed.stream(), recorded.stream())
                .sorted(
                        Comparator.comparing(Episode::openedOn)
                                .thenComparing(Episode::indicatorKey))
                .toList();
    }

    private static Episode merged(@Nullable Episode before, RiskSign sign, LocalDate day) {
        Severity now = Objects.requireNonNull(sign.severity());
        return before == null
                ? new Episode(sign.indicatorKey(), now, day, null, Origin.REPLAYED)
                : new Episode(
                        before.indicatorKey(),
                        now.compareTo(before.severity()) < 0 ? now : before.severity(),
                        before.openedOn(),
                        null,
                        Origin.REPLAYED);
    }

    private static Episode ended(Episode episode, @Nullable LocalDate day) {
        return new Episode(
                episode.indicatorKey(),
                episode.severity(),
                episode.openedOn(),
                day,
                Origin.REPLAYED);
    }

    /** Returns the episode joined with the first recorded one of the sign, which is removed from {@code recorded}. */
    private static Episode continued(
            Episode goesOn, List<Episode> recorded, @Nullable LocalDate recordedFrom) {
        for (Episode first : recorded) {
            if (first.indicatorKey().equals(goesOn.indicatorKey())) {
                recorded.remove(first);
                return new Episode(
                        goesOn.indicatorKey(),
                        first.severity().compareTo(goesOn.severity()) < 0
                                ? first.severity()
                                : goesOn.severity(),
                        goesOn.openedOn(),
                        first.resolvedOn(),
                        Origin.REPLAYED);
            }
        }
        return ended(goesOn, recordedFrom);
    }
}
