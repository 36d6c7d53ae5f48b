package io.os199.cs.health.segments;

import io.os199.cs.health.model.BandCount;
import io.os199.cs.health.model.Concentration;
import io.os199.cs.health.model.HealthAdvice;
import io.os199.cs.health.model.SegmentRules;
import io.os199.cs.health.model.SegmentStrategy;
import io.os199.cs.health.segments.SegmentDao.Means;
import io.os199.cs.health.segments.SegmentDao.MemberRow;
import io.os199.cs.health.segments.SegmentDao.Saved;
import io.os199.cs.health.segments.SegmentReport.Evidence;
import io.os199.cs.health.segments.SegmentReport.Member;
import io.os199.cs.health.segments.SegmentReport.Move;
import io.os199.cs.health.segments.SegmentReport.Segment;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Splits the portfolio as it is now, and reports its segments. */
public final class SegmentReader {
    private static final int LISTED = 20;
    private static final int ENOUGH_RESPONSES = 5;

    private final SegmentOrder order;
    private final SegmentKeys keys;
    private final Instant now;
    private final SegmentDao dao;

    public SegmentReader(Transaction tx, SegmentOrder order, Instant now) {
        this.order = order;
        this.keys = new SegmentKeys(order);
        this.now = now;
        this.dao = tx.dao(SegmentDao.class);
    }

    /**
     * Returns the names that a save would need but segments of another type already have, as far as they are known
     * beforehand.
     */
    public List<String> namesTaken() {
        String one = SegmentDao.savedKey(order);
        return namesTaken(one == null ? keys.fixed() : List.of(one));
    }

    List<String> namesTaken(List<String> needed) {
        String[] names =
                needed.stream()
                        .map(key -> keys.name(key).toLowerCase(Locale.ROOT))
                        .toArray(String[]::new);
        return dao.namedAlike(names, order.segmentationType());
    }

    /** Returns the message for a caller whose names are taken. */
    public static String takenMessage(List<String> names) {
        return "segments of another type are named "
                + String.join(", ", names)
                + "; send another segment_name";
    }

    /** Returns the keys of the segments that a save keeps. */
    List<String> savedKeys() {
        String one = SegmentDao.savedKey(order);
        return one != null
                ? List.of(one)
                : rows().stream()
                        .filter(row -> row.key() != null)
                        .map(row -> Objects.requireNonNull(row.key()))
                        .toList();
    }

    /** Returns the split and how it differs from its saved state. */
    public SegmentReport read() {
        List<Saved> saved = dao.saved(order.segmentationType(), SegmentDao.savedKey(order));
        return read(rows(), saved, saved.isEmpty() ? null : dao.moves(order, now, absent()));
    }

    SegmentReport read(List<SegmentRow> rows, List<Saved> saved, @Nullable List<Move> moves) {
        SegmentRow all = rows.stream().filter(row -> row.key() == null).findFirst().orElseThrow();
        List<SegmentRow> parts =
                rows.stream()
                        .filter(row -> row.key() != null)
                        .sorted(
                                Comparator.comparing(SegmentRow::totalArrAmount)
                                        .reversed()
                                        .thenComparing(row -> Objects.requireNonNull(row.key())))
                        .toList();
        Means means = dao.means(order, now);
        Map<String, List<MemberRow>> members =
                order.membersPerSegment() == 0
                        ? Map.of()
                        : dao.members(order, now).stream()
                                .collect(Collectors.groupingBy(MemberRow::key));
        Map<String, String> ids = new HashMap<>();
        saved.forEach(each -> ids.put(each.key(), each.segmentId()));
        List<String> present =
                parts.stream().map(row -> Objects.requireNonNull(row.key())).toList();
        List<Segment> segments =
                parts.stream().map(row -> segment(row, all, means, members, ids, present)).toList();
        return bounded(
                new SegmentReport(
                        order.segmentationType(),
                        all.clientCount(),
                        segments,
                        Concentration.of(dao.arrAmounts(order, now)),
                        moves,
                        advice(parts, all),
                        evidence(all, means),
                        gaps(all, parts),
                        List.of()));
    }

    /** Returns one row for each key, including keys without clients, and one for all clients. */
    List<SegmentRow> rows() {
        List<SegmentRow> rows = new ArrayList<>(dao.rows(order, now));
        for (String key : keys.fixed()) {
            if (rows.stream().noneMatch(row -> key.equals(row.key()))) {
                rows.add(SegmentRow.none(key));
            }
        }
        return rows;
    }

    /**
     * Returns the key of clients in no saved segment: the rest of a custom split; none in other splits, where they
     * are new.
     */
    @Nullable String absent() {
        return order.isCustom() ? SegmentKeys.REST : null;
    }

    private Segment segment(
            SegmentRow row,
            SegmentRow all,
            Means means,
            Map<String, List<MemberRow>> members,
            Map<String, String> ids,
            List<String> present) {
        String key = Objects.requireNonNull(row.key());
        boolean isSmall = row.clientCount() < order.minSegmentSize();
        BigDecimal meanArr = row.figures().meanArrAmount();
        return new Segment(
                ids.get(key),
                key,
                keys.name(key),
                keys.criteria(key, present),
                isSmall,
                row.clientCount(),
                share(BigDecimal.valueOf(row.clientCount()), BigDecimal.valueOf(all.clientCount())),
                row.totalArrAmount(),
                share(row.totalArrAmount(), all.totalArrAmount()),
                meanArr,
                row.medianArrAmount(),
                row.meanHealthScore(),
                row.scoredCount(),
                BandCount.of(
                        row.clientCount(),
                        row.healthyCount(),
                        row.watchCount(),
                        row.atRiskCount(),
                        row.criticalCount()),
                row.renewal90dCount(),
                row.renewal90dArrAmount(),
                row.openTicketCount(),
                row.nps(),
                row.arrGrowth12mPercent(),
                row.csmCount(),
                row.withoutCsmCount(),
                order.membersPerSegment() == 0
                        ? null
                        : members(members.getOrDefault(key, List.of())),
                order.benchmarkAnalysis()
                        ? difference(row.meanHealthScore(), means.meanHealthScore())
                        : null,
                order.benchmarkAnalysis() ? percent(meanArr, means.meanArrAmount()) : null,
                isSmall || meanArr == null || !order.includeRecommendations()
                        ? null
                        : SegmentStrategy.of(meanArr));
    }

    private static List<Member> members(List<MemberRow> rows) {
        return rows.stream()
                .map(
                        row ->
                                new Member(
                                        row.clientId(),
                                        UntrustedText.name(row.clientName()),
                                        row.arrAmount(),
                                        row.healthScore()))
                .toList();
    }

    private List<HealthAdvice> advice(List<SegmentRow> parts, SegmentRow all) {
        if (!order.includeRecommendations()) {
            return List.of();
        }
        return SegmentRules.apply(
                parts.stream()
                        .filter(row -> !(order.isCustom() && SegmentKeys.REST.equals(row.key())))
                        .map(SegmentRow::figures)
                        .toList(),
                all.clientCount(),
                order.minSegmentSize());
    }

    private Evidence evidence(SegmentRow all, Means means) {
        return new Evidence(
                LocalDate.ofInstant(now, ZoneOffset.UTC),
                now,
                all.scoredCount(),
                all.oldestScoreOn(),
                all.newestScoreOn(),
                all.npsResponseCount(),
                all.ledgerClientCount(),
                means.meanHealthScore(),
                means.meanArrAmount());
    }

    private static List<DataGap> gaps(SegmentRow all, List<SegmentRow> parts) {
        List<DataGap> gaps = new ArrayList<>();
        int unscored = all.clientCount() - all.scoredCount();
        if (unscored > 0) {
            gaps.add(
                    new DataGap(
                            "segments[].mean_health_score",
                            "unscored: %d of %d clients have no health score"
                                    .formatted(unscored, all.clientCount()),
                            "Run calculate_health_score; its null_components say what data most"
                                    + " lack"));
        }
        if (parts.stream()
                .anyMatch(
                        row ->
                                row.clientCount() > 0
                                        && row.npsResponseCount() < ENOUGH_RESPONSES)) {
            gaps.add(
                    new DataGap(
                            "segments[].nps",
                            "too_few_responses: a segment needs the newest NPS answers of 5"
                                    + " contacts in 180 days",
                            "Ask more contacts with monitor_satisfaction, or import their"
                                    + " answers"));
        }
        if (all.clientCount() > 0 && all.ledgerClientCount() == 0) {
            gaps.add(
                    new DataGap(
                            "segments[].arr_growth_12m_percent",
                            "no_ledger: nobody had ARR twelve months ago",
                            "Import the contracts of that time"));
        }
        return gaps;
    }

    /** Cuts the lists to their bounds, and the segments to what fits in an answer. */
    private SegmentReport bounded(SegmentReport whole) {
        List<Truncation> cut = new ArrayList<>();
        List<Move> moves = whole.moves() == null ? null : cut("moves", whole.moves(), LISTED, cut);
        List<HealthAdvice> advice = cut("recommendations", whole.recommendations(), LISTED, cut);
        AnswerBudget budget = AnswerBudget.of(order.membersPerSegment(), 0);
        List<Object> rest = new ArrayList<>(List.of(advice, whole.evidence(), whole.dataGaps()));
        rest.add(moves == null ? List.of() : moves);
        List<Segment> segments =
                cut("segments", whole.segments(), budget.fitting(whole.segments(), rest), cut);
        return new SegmentReport(
                whole.segmentationType(),
                whole.clientCount(),
                segments,
                whole.concentration(),
                moves,
                advice,
                whole.evidence(),
                whole.dataGaps(),
                cut);
    }

    private static <T> List<T> cut(String name, List<T> list, int most, List<Truncation> cut) {
        if (list.size() <= most) {
            return list;
        }
        cut.add(new Truncation(name, most, list.size()));
        return list.subList(0, most);
    }

    /** Returns the share; 0 when the whole is 0. */
    private static BigDecimal share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? BigDecimal.ZERO.setScale(4)
                : part.divide(whole, 4, RoundingMode.HALF_UP);
    }

    private static @Nullable BigDecimal difference(
            @Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || other == null ? null : one.subtract(other);
    }

    private static @Nullable BigDecimal percent(
            @Nullable BigDecimal now, @Nullable BigDecimal base) {
        return now == null || base == null || base.signum() == 0
                ? null
                : now.subtract(base)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(base, 2, RoundingMode.HALF_UP);
    }
}
