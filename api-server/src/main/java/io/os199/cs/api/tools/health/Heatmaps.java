package io.os199.cs.api.tools.health;

import io.os199.cs.usage.model.Peaks;
import io.os199.cs.usage.model.Quotients;
import io.os199.cs.usage.model.UsageFacts.Hour;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Events by weekday and hour. */
final class Heatmaps {
    private static final int DAYS = 7;
    private static final int HOURS = 24;
    private static final int PEAK_HOURS = 3;
    private static final int PEAK_DAYS = 2;

    private Heatmaps() {}

    static UsageEngagement.Heatmap of(String timeZone, List<Hour> facts) {
        long[][] counts = new long[DAYS][HOURS];
        for (Hour fact : facts) {
            counts[fact.weekday()][fact.hour()] += fact.eventCount();
        }
        List<List<Long>> rows = new ArrayList<>();
        for (long[] day : counts) {
            rows.add(Arrays.stream(day).boxed().toList());
        }
        long weekend = sum(counts[5]) + sum(counts[6]);
        return new UsageEngagement.Heatmap(
                timeZone,
                Collections.unmodifiableList(rows),
                Peaks.most(HOURS, PEAK_HOURS, hour -> hourSum(counts, hour)),
                Peaks.most(DAYS, PEAK_DAYS, day -> sum(counts[day])).stream()
                        .map(day -> DayOfWeek.of(day + 1))
                        .toList(),
                Quotients.rate(
                        weekend, IntStream.range(0, DAYS).mapToLong(d -> sum(counts[d])).sum()));
    }

    private static long sum(long[] hours) {
        return Arrays.stream(hours).sum();
    }

    private static long hourSum(long[][] counts, int hour) {
        long sum = 0;
        for (long[] day : counts) {
            sum += day[hour];
        }
        return sum;
    }
}
