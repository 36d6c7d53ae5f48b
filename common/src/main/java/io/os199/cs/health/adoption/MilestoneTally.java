package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How some clients are doing with their milestones, in parts that add up: the tallies of the chunks, merged in any
 * order, give the tally of the portfolio.
 *
 * @param milestones by key
 * @param stuck the largest clients, as in {@code ahead}
 * @param celebrations the newest
 */
record MilestoneTally(
        int clientCount,
        int recordedCount,
        int rowCount,
        Map<String, Part> milestones,
        Map<Pace, Integer> paces,
        List<Stuck> stuck,
        List<Ahead> ahead,
        List<Celebrated> celebrations,
        int celebrationCount,
        int nextDueCount,
        int trainCount,
        int reviewCount) {
    static final int LISTED = 20;
    static final int CELEBRATED = 50;

    /**
     * One milestone.
     *
     * @param decidedCount clients to which it applies and whose target days have passed
     * @param takenDays the days that those of them that reached it took
     */
    record Part(
            int applicableCount,
            int achievedCount,
            int overdueCount,
            int decidedCount,
            List<BigDecimal> takenDays,
            HealthGap gap) {
        static final Part NONE = new Part(0, 0, 0, 0, List.of(), HealthGap.NONE);

        static Part of(MilestoneState state, @Nullable BigDecimal score) {
            if (!state.isApplicable()) {
                return NONE;
            }
            Integer taken = state.takenDays();
            return new Part(
                    1,
                    state.isAchieved() ? 1 : 0,
                    state.isOverdue() ? 1 : 0,
                    state.isDecided() ? 1 : 0,
                    state.isDecided() && taken != null
                            ? List.of(BigDecimal.valueOf(taken))
                            : List.of(),
                    HealthGap.NONE.plus(state.isAchieved(), score));
        }

        static Part sum(List<Part> parts) {
            int applicable = 0;
            int achieved = 0;
            int overdue = 0;
            int decided = 0;
            List<BigDecimal> taken = new ArrayList<>();
            HealthGap gap = HealthGap.NONE;
            for (Part part : parts) {
                applicable += part.applicableCount;
                achieved += part.achievedCount;
                overdue += part.overdueCount;
                decided += part.decidedCount;
                taken.addAll(part.takenDays);
                gap = gap.plus(part.gap);
            }
            return new Part(applicable, achieved, overdue, decided, taken, gap);
        }
    }

    record Stuck(
            String clientId,
            String clientName,
            BigDecimal arrAmount,
            String milestoneKey,
            int lateDays,
            int currentValue,
            int neededValue) {
        private static final Comparator<Stuck> LARGEST_FIRST =
                Comparator.comparing(Stuck::arrAmount).reversed().thenComparing(Stuck::clientId);
    }

    record Ahead(String clientId, String clientName, BigDecimal arrAmount, int achievedCount) {
        private static final Comparator<Ahead> LARGEST_FIRST =
                Comparator.comparing(Ahead::arrAmount).reversed().thenComparing(Ahead::clientId);
    }

    record Celebrated(
            String clientId, String clientName, String milestoneKey, LocalDate achievedOn) {
        private static final Comparator<Celebrated> NEWEST_FIRST =
                Comparator.comparing(Celebrated::achievedOn)
                        .reversed()
                        .thenComparing(Celebrated::clientId)
                        .thenComparing(Celebrated::milestoneKey);
    }

    static MilestoneTally of(
            List<PortfolioClient> clients, List<MilestoneBoard> boards, int recordedCount) {
        Map<String, PortfolioClient> byId = new HashMap<>();
        clients.forEach(client -> byId.put(client.clientId(), client));
        List<MilestoneTally> each = new ArrayList<>();
        for (MilestoneBoard board : boards) {
            each.add(of(board, Objects.requireNonNull(byId.get(board.clientId()))));
        }
        MilestoneTally sum = sum(each);
        return new MilestoneTally(
                sum.clientCount,
                recordedCount,
                sum.rowCount,
                sum.milestones,
                sum.paces,
                sum.stuck,
                sum.ahead,
                sum.celebrations,
                sum.celebrationCount,
                sum.nextDueCount,
                sum.trainCount,
                sum.reviewCount);
    }

    private static MilestoneTally of(MilestoneBoard board, PortfolioClient client) {
        String id = client.clientId();
        String name = client.clientName();
        Map<String, Part> parts = new TreeMap<>();
        board.states()
                .forEach(
                        state ->
                                parts.put(
                                        state.milestone().milestoneKey(),
                                        Part.of(state, client.scoreWithoutUsage())));
        List<Celebrated> celebrations =
                board.celebrations().stream()
                        .map(
                                state ->
                                        new Celebrated(
                                                id,
                                                name,
                                                state.milestone().milestoneKey(),
                                                Objects.requireNonNull(state.achievedOn())))
                        .toList();
        return new MilestoneTally(
                1,
                0,
                board.states().size(),
                parts,
                Map.of(board.pace(), 1),
                board.stuckAt().stream()
                        .map(
                                state ->
                                        new Stuck(
                                                id,
                                                name,
                                                client.arrAmount(),
                                                state.milestone().milestoneKey(),
                                                Objects.requireNonNull(state.lateDays()),
                                                state.row().currentValue(),
                                                state.row().neededValue()))
                        .toList(),
                board.pace() == Pace.AHEAD
                        ? List.of(new Ahead(id, name, client.arrAmount(), board.achievedCount()))
                        : List.of(),
                celebrations,
                celebrations.size(),
                MilestoneRules.isNextDue(board) ? 1 : 0,
                board.isOverdue(MilestoneRules.TEAM) ? 1 : 0,
                board.isOverdue(MilestoneRules.REVIEW) ? 1 : 0);
    }

    static MilestoneTally sum(List<MilestoneTally> tallies) {
        int clients = 0;
        int recorded = 0;
        int rows = 0;
        Map<String, List<Part>> parts = new TreeMap<>();
        Map<Pace, Integer> paces = new EnumMap<>(Pace.class);
        List<Stuck> stuck = new ArrayList<>();
        List<Ahead> ahead = new ArrayList<>();
        List<Celebrated> celebrations = new ArrayList<>();
        int celebrated = 0;
        int due = 0;
        int train = 0;
        int review = 0;
        for (MilestoneTally tally : tallies) {
            clients += tally.clientCount;
            recorded += tally.recordedCount;
            rows += tally.rowCount;
            tally.milestones.forEach(
                    (key, part) -> parts.computeIfAbsent(key, k -> new ArrayList<>()).add(part));
            tally.paces.forEach((pace, count) -> paces.merge(pace, count, Integer::sum));
            stuck.addAll(tally.stuck);
            ahead.addAll(tally.ahead);
            celebrations.addAll(tally.celebrations);
            celebrated += tally.celebrationCount;
            due += tally.nextDueCount;
            train += tally.trainCount;
            review += tally.reviewCount;
        }
        Map<String, Part> sums = new TreeMap<>();
        parts.forEach((key, each) -> sums.put(key, Part.sum(each)));
        return new MilestoneTally(
                clients,
                recorded,
                rows,
                sums,
                paces,
                first(stuck, Stuck.LARGEST_FIRST, LISTED),
                first(ahead, Ahead.LARGEST_FIRST, LISTED),
                first(celebrations, Celebrated.NEWEST_FIRST, CELEBRATED),
                celebrated,
                due,
                train,
                review);
    }

    private static <T> List<T> first(List<T> all, Comparator<T> order, int count) {
        return all.stream().sorted(order).limit(count).toList();
    }

    int count(Pace pace) {
        return paces.getOrDefault(pace, 0);
    }
}
