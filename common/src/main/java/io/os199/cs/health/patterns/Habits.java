package io.os199.cs.health.patterns;

import io.os199.cs.health.model.DayVerdict;
import io.os199.cs.health.patterns.EngagementPatterns.Abandoned;
import io.os199.cs.health.patterns.EngagementPatterns.CategoryTickets;
import io.os199.cs.health.patterns.EngagementPatterns.Communication;
import io.os199.cs.health.patterns.EngagementPatterns.FeaturePair;
import io.os199.cs.health.patterns.EngagementPatterns.FeaturePath;
import io.os199.cs.health.patterns.EngagementPatterns.FeatureUsage;
import io.os199.cs.health.patterns.EngagementPatterns.HourUse;
import io.os199.cs.health.patterns.EngagementPatterns.KindUse;
import io.os199.cs.health.patterns.EngagementPatterns.Slot;
import io.os199.cs.health.patterns.EngagementPatterns.Support;
import io.os199.cs.health.patterns.EngagementPatterns.Temporal;
import io.os199.cs.health.patterns.EngagementPatterns.WeekdayTickets;
import io.os199.cs.health.patterns.EngagementPatterns.WeekdayUse;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.usage.model.Peaks;
import io.os199.cs.usage.model.Quotients;
import io.os199.cs.usage.model.UsageFacts.Hour;
import io.os199.cs.usage.model.UsagePeriod;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Derives the four kinds of habits from what was read. */
final class Habits {
    static final int ENOUGH_ASKED = 5;

    private static final int DAYS = 7;
    private static final int HOURS = 24;
    private static final int BLOCK_HOURS = 3;
    private static final int BLOCKS = HOURS / BLOCK_HOURS;
    private static final int PEAK_HOURS = 3;
    private static final String ANSWERS = "answers";
    private static final int PEAK_FROM_DAYS = 56;
    private static final BigDecimal PEAK = new BigDecimal("1.25");
    private static final int FEWEST_TOGETHER = 5;
    private static final int PAIRS = 10;
    private static final int PATHS = 5;
    private static final int ABANDONED = 10;
    private static final int CATEGORIES = 5;

    private final List<Truncation> truncated;

    /** @param truncated receives which lists were cut */
    Habits(List<Truncation> truncated) {
        this.truncated = truncated;
    }

    static Temporal temporal(PatternFacts.Use use, List<Hour> hours, UsagePeriod period) {
        Map<LocalDate, Long> events = new HashMap<>();
        use.days().forEach(day -> events.put(day.day(), day.eventCount()));
        Map<DayOfWeek, List<BigDecimal>> complete = new EnumMap<>(DayOfWeek.class);
        List<BigDecimal> working = new ArrayList<>();
        long[] sums = new long[DAYS];
        for (LocalDate day = period.start(); day.isBefore(period.end()); day = day.plusDays(1)) {
            long count = events.getOrDefault(day, 0L);
            DayOfWeek weekday = day.getDayOfWeek();
            sums[index(weekday)] += count;
            if (day.isBefore(period.completeEnd())) {
                complete.computeIfAbsent(weekday, any -> new ArrayList<>())
                        .add(BigDecimal.valueOf(count));
                if (!isWeekend(weekday)) {
                    working.add(BigDecimal.valueOf(count));
                }
            }
        }
        long total = 0;
        for (long sum : sums) {
            total += sum;
        }
        Map<DayOfWeek, BigDecimal> medians = new EnumMap<>(DayOfWeek.class);
        complete.forEach((weekday, counts) -> medians.put(weekday, DayVerdict.median(counts)));
        List<WeekdayUse> byWeekday = new ArrayList<>();
        for (DayOfWeek weekday : DayOfWeek.values()) {
            BigDecimal median = medians.get(weekday);
            byWeekday.add(
                    new WeekdayUse(
                            weekday,
                            Rounded.figureOf(median),
                            Quotients.rate(sums[index(weekday)], total)));
        }
        long[] byHour = new long[HOURS];
        hours.forEach(hour -> byHour[hour.hour()] += hour.eventCount());
        long hourly = hours.stream().mapToLong(Hour::eventCount).sum();
        List<HourUse> hourUse = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            hourUse.add(new HourUse(hour, Quotients.rate(byHour[hour], hourly)));
        }
        return new Temporal(
                byWeekday,
                hourUse,
                Peaks.most(HOURS, PEAK_HOURS, hour -> byHour[hour]),
                Quotients.rate(sums[5] + sums[6], total),
                period.dayCount() < PEAK_FROM_DAYS ? null : peak(medians, working),
                Quotients.rate(use.activeWeekCount(), use.weekCount()));
    }

    private static @Nullable DayOfWeek peak(
            Map<DayOfWeek, BigDecimal> medians, List<BigDecimal> working) {
        BigDecimal usual = PEAK.multiply(DayVerdict.median(working));
        return medians.entrySet().stream()
                .max(
                        Map.Entry.<DayOfWeek, BigDecimal>comparingByValue()
                                .thenComparing(
                                        Map.Entry.<DayOfWeek, BigDecimal>comparingByKey()
                                                .reversed()))
                .filter(most -> most.getValue().signum() > 0)
                .filter(most -> most.getValue().compareTo(usual) >= 0)
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    FeatureUsage features(PatternFacts.Features facts) {
        List<FeaturePair> pairs =
                facts.pairs().stream()
                        .filter(pair -> pair.togetherCount() >= FEWEST_TOGETHER)
                        .map(pair -> pair(pair, facts))
                        .sorted(
                                Comparator.comparing(FeaturePair::lift, Comparator.reverseOrder())
                                        .thenComparing(FeaturePair::featureA)
                                        .thenComparing(FeaturePair::featureB))
                        .toList();
        List<FeaturePath> paths =
                facts.paths().stream()
                        .sorted(
                                Comparator.comparing(
                                                PatternFacts.Path::userCount,
                                                Comparator.reverseOrder())
                                        .thenComparing(path -> String.join("\n", path.features())))
                        .map(
                                path ->
                                        new FeaturePath(
                                                path.features().stream()
                                                        .map(UntrustedText::name)
                                                        .toList(),
                                                path.userCount()))
                        .toList();
        List<Abandoned> abandoned =
                facts.abandoned().entrySet().stream()
                        .map(it -> new Abandoned(UntrustedText.name(it.getKey()), it.getValue()))
                        .sorted(
                                Comparator.comparing(
                                                Abandoned::userCount, Comparator.reverseOrder())
                                        .thenComparing(Abandoned::featureKey))
                        .toList();
        return new FeatureUsage(
                facts.userCount(),
                cut("feature_usage.pairs", pairs, PAIRS),
                cut("feature_usage.paths", paths, PATHS),
                cut("feature_usage.abandoned", abandoned, ABANDONED));
    }

    private static FeaturePair pair(PatternFacts.Pair pair, PatternFacts.Features facts) {
        int a = Objects.requireNonNull(facts.adopters().get(pair.featureA()));
        int b = Objects.requireNonNull(facts.adopters().get(pair.featureB()));
        BigDecimal together = BigDecimal.valueOf(pair.togetherCount());
        return new FeaturePair(
                UntrustedText.name(pair.featureA()),
                UntrustedText.name(pair.featureB()),
                pair.togetherCount(),
                together.divide(BigDecimal.valueOf(Math.min(a, b)), 4, RoundingMode.HALF_UP),
                together.multiply(BigDecimal.valueOf(facts.userCount()))
                        .divide(BigDecimal.valueOf((long) a * b), 2, RoundingMode.HALF_UP));
    }

    static Communication communication(PatternFacts.Contacts facts, List<Hour> hours) {
        long inbound = 0;
        long all = 0;
        List<KindUse> kinds = new ArrayList<>();
        for (PatternFacts.Kind kind : facts.kinds()) {
            inbound += kind.inboundCount();
            all += kind.inboundCount() + kind.outboundCount();
            kinds.add(
                    new KindUse(
                            kind.kind(),
                            kind.inboundCount(),
                            kind.outboundCount(),
                            Quotients.rate(kind.answeredCount(), kind.askedCount()),
                            kind.medianAnswerHours()));
        }
        return new Communication(
                kinds, Quotients.rate(inbound, all), facts.medianGapDays(), slot(facts, hours));
    }

    /**
     * Returns the slot with the best answer rate, of equal rates the one in which more were asked, then the earlier;
     * without enough asked, that of most use.
     */
    private static @Nullable Slot slot(PatternFacts.Contacts facts, List<Hour> hours) {
        return facts.slots().stream()
                .filter(slot -> slot.askedCount() >= ENOUGH_ASKED)
                .max(
                        Comparator.comparing(
                                        (PatternFacts.Slot slot) ->
                                                Objects.requireNonNull(
                                                        Quotients.rate(
                                                                slot.answeredCount(),
                                                                slot.askedCount())))
                                .thenComparingInt(PatternFacts.Slot::askedCount)
                                .thenComparing(
                                        slot -> slot.weekday() * BLOCKS + slot.block(),
                                        Comparator.reverseOrder()))
                .map(
                        best ->
                                slot(
                                        best.weekday() * BLOCKS + best.block(),
                                        Quotients.rate(best.answeredCount(), best.askedCount()),
                                        ANSWERS))
                .orElseGet(() -> usedMost(hours));
    }

    /** Whether the slot was chosen by answers rather than by the hours of use. */
    static boolean isOfAnswers(@Nullable Slot best) {
        return best != null && best.basis().equals(ANSWERS);
    }

    private static @Nullable Slot usedMost(List<Hour> hours) {
        long[] blocks = new long[DAYS * BLOCKS];
        hours.forEach(
                hour ->
                        blocks[hour.weekday() * BLOCKS + hour.hour() / BLOCK_HOURS] +=
                                hour.eventCount());
        List<Integer> most = Peaks.most(blocks.length, 1, block -> blocks[block]);
        return most.isEmpty() ? null : slot(most.getFirst(), null, "usage");
    }

    private static Slot slot(int number, @Nullable BigDecimal answerRate, String basis) {
        int from = number % BLOCKS * BLOCK_HOURS;
        return new Slot(
                DayOfWeek.of(number / BLOCKS + 1), from, from + BLOCK_HOURS, answerRate, basis);
    }

    Support support(PatternFacts.Tickets facts, long activeUserCount) {
        List<WeekdayTickets> byWeekday = new ArrayList<>();
        for (DayOfWeek weekday : DayOfWeek.values()) {
            int count =
                    facts.weekdays().stream()
                            .filter(it -> it.weekday() == index(weekday))
                            .mapToInt(PatternFacts.Weekday::ticketCount)
                            .sum();
            byWeekday.add(new WeekdayTickets(weekday, count));
        }
        return new Support(
                facts.ticketCount(),
                Quotients.mean(100L * facts.ticketCount(), activeUserCount),
                byWeekday,
                cut(
                        "support.by_category",
                        facts.categories().stream()
                                .map(
                                        it ->
                                                new CategoryTickets(
                                                        it.category(),
                                                        it.ticketCount(),
                                                        it.repeatCount()))
                                .toList(),
                        CATEGORIES),
                facts.medianResolutionHours(),
                Quotients.rate(facts.repeatCount(), facts.ticketCount()));
    }

    private <T> List<T> cut(String list, List<T> items, int most) {
        if (items.size() <= most) {
            return items;
        }
        truncated.add(new Truncation(list, most, items.size()));
        return List.copyOf(items.subList(0, most));
    }

    private static int index(DayOfWeek weekday) {
        return weekday.getValue() - 1;
    }

    private static boolean isWeekend(DayOfWeek weekday) {
        return weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
    }
}
