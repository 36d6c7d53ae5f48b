package io.os199.cs.health.tiers;

import io.os199.cs.core.model.ValueTier;
import io.os199.cs.health.model.BandCount;
import io.os199.cs.health.model.Concentration;
import io.os199.cs.health.model.HealthAdvice;
import io.os199.cs.health.model.ServiceLevel;
import io.os199.cs.health.tiers.ValueTierDao.CandidateRow;
import io.os199.cs.health.tiers.ValueTierDao.CsmRow;
import io.os199.cs.health.tiers.ValueTierDao.LateRow;
import io.os199.cs.health.tiers.ValueTierDao.TierRow;
import io.os199.cs.health.tiers.ValueTierDao.VipRow;
import io.os199.cs.health.tiers.ValueTierReport.Candidate;
import io.os199.cs.health.tiers.ValueTierReport.Capacity;
import io.os199.cs.health.tiers.ValueTierReport.Evidence;
import io.os199.cs.health.tiers.ValueTierReport.Late;
import io.os199.cs.health.tiers.ValueTierReport.Load;
import io.os199.cs.health.tiers.ValueTierReport.Move;
import io.os199.cs.health.tiers.ValueTierReport.Need;
import io.os199.cs.health.tiers.ValueTierReport.Reason;
import io.os199.cs.health.tiers.ValueTierReport.Service;
import io.os199.cs.health.tiers.ValueTierReport.Tier;
import io.os199.cs.health.tiers.ValueTierReport.Vip;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.text.UntrustedText;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ranks the portfolio as it is at a given moment, and reports its tiers. */
final class ValueTierReader {
    private static final int VIPS = 25;
    private static final int CSMS = 30;
    private static final int LISTED = 20;
    private static final int ENOUGH_CLIENTS = 5;

    private final ValueTierOrder order;
    private final List<ServiceLevel> levels;
    private final Instant cut;
    private final TierQuery query;
    private final ValueTierDao dao;

    ValueTierReader(Transaction tx, ValueTierOrder order, List<ServiceLevel> levels, Instant cut) {
        this.order = order;
        this.levels = levels;
        this.cut = cut;
        this.query = TierQuery.of(order, levels, cut);
        this.dao = tx.dao(ValueTierDao.class);
    }

    List<Move> moves() {
        return dao.moves(query);
    }

    ValueTierReport read(List<Move> moves) {
        List<TierRow> rows = dao.tiers(query);
        int clients = rows.stream().mapToInt(TierRow::clientCount).sum();
        List<VipRow> vips = order.vipIdentification() ? dao.vips(query) : List.of();
        List<CandidateRow> upgrades = dao.upgrades(query);
        List<CandidateRow> downgrades = dao.downgrades(query);
        List<CsmRow> csms = order.resourcePlanning() ? dao.csms(query) : List.of();
        List<HealthAdvice> advice = ValueTierRules.apply(rows, vips, csms, upgrades);
        ValueModel model = anyRfm(rows) ? ValueModel.RFM : ValueModel.ARR;
        return bounded(
                new ValueTierReport(
                        model,
                        clients,
                        tiers(rows, clients),
                        Concentration.of(dao.arrAmounts()),
                        moves,
                        order.vipIdentification() ? vips.stream().map(this::vip).toList() : null,
                        upgrades.stream().map(this::candidate).toList(),
                        downgrades.stream().map(this::candidate).toList(),
                        order.resourcePlanning() ? capacity(rows, csms) : null,
                        levels,
                        advice,
                        new Evidence(
                                LocalDate.ofInstant(cut, ZoneOffset.UTC),
                                cut,
                                order.save(),
                                order.arrThresholds(),
                                rows.stream().mapToInt(TierRow::scoredCount).sum(),
                                rows.stream().mapToInt(TierRow::npsResponseCount).sum()),
                        gaps(rows, clients),
                        List.of()),
                total(upgrades),
                total(downgrades));
    }

    private static boolean anyRfm(List<TierRow> rows) {
        return rows.stream().anyMatch(TierRow::isRfm);
    }

    private List<Tier> tiers(List<TierRow> rows, int clients) {
        BigDecimal arr =
                rows.stream().map(TierRow::arrAmount).reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<ValueTier, List<Late>> late =
                order.serviceLevelMapping()
                        ? dao.late(query).stream()
                                .collect(
                                        Collectors.groupingBy(
                                                LateRow::tier,
                                                Collectors.mapping(
                                                        LateRow::shown, Collectors.toList())))
                        : Map.of();
        return IntStream.range(0, rows.size())
                .mapToObj(i -> tier(rows.get(i), levels.get(i), clients, arr, late))
                .toList();
    }

    private Tier tier(
            TierRow row,
            ServiceLevel level,
            int clients,
            BigDecimal arr,
            Map<ValueTier, List<Late>> late) {
        boolean isServed = level.touchpointDays() != null || level.reviewDays() != null;
        return new Tier(
                row.tier(),
                row.clientCount(),
                share(BigDecimal.valueOf(row.clientCount()), BigDecimal.valueOf(clients)),
                row.arrAmount(),
                share(row.arrAmount(), arr),
                row.meanArrAmount(),
                row.meanValueScore(),
                row.meanHealthScore(),
                BandCount.of(
                        row.clientCount(),
                        row.healthyCount(),
                        row.watchCount(),
                        row.atRiskCount(),
                        row.criticalCount()),
                row.nps(),
                row.openPipelineAmount(),
                row.churned12mCount(),
                row.logoRetention12mRate(),
                order.serviceLevelMapping() && isServed
                        ? new Service(
                                level.touchpointDays() == null ? null : row.touchWithinRate(),
                                level.reviewDays() == null ? null : row.reviewWithinRate(),
                                late.getOrDefault(row.tier(), List.of()))
                        : null);
    }

    private Vip vip(VipRow row) {
        List<Reason> reasons = new ArrayList<>();
        if (row.tier() == ValueTier.STRATEGIC) {
            reasons.add(Reason.TIER_STRATEGIC);
        }
        if (row.isTop()) {
            reasons.add(Reason.TOP_ARR);
        }
        return new Vip(
                row.clientId(),
                UntrustedText.name(row.clientName()),
                row.tier(),
                row.arrAmount(),
                row.arrRank(),
                row.valueScore(),
                row.healthScore(),
                reasons,
                row.touchpointAgeDays(),
                row.nextReviewOn());
    }

    private Candidate candidate(CandidateRow row) {
        return new Candidate(
                row.clientId(),
                UntrustedText.name(row.clientName()),
                row.tier(),
                row.otherTier(),
                row.gap(),
                row.arrAmount(),
                ClientStanding.told(row.healthScore(), row.trend()));
    }

    private Capacity capacity(List<TierRow> rows, List<CsmRow> csms) {
        int[] counts = rows.stream().mapToInt(TierRow::clientCount).toArray();
        return new Capacity(
                IntStream.range(0, counts.length)
                        .mapToObj(
                                i ->
                                        new Need(
                                                levels.get(i).tier(),
                                                levels.get(i).neededFte(counts[i])))
                        .toList(),
                ServiceLevel.neededFte(levels, counts),
                csms.size(),
                rows.stream().mapToInt(TierRow::unownedCount).sum(),
                csms.stream()
                        .map(
                                row ->
                                        new Load(
                                                UntrustedText.name(row.csm()),
                                                row.clientCount(),
                                                row.arrAmount(),
                                                row.load()))
                        .toList());
    }

    private List<DataGap> gaps(List<TierRow> rows, int clients) {
        List<DataGap> gaps = new ArrayList<>();
        if (order.model() == ValueModel.RFM && clients < ENOUGH_CLIENTS) {
            gaps.add(
                    new DataGap(
                            "model",
                            "too_few_clients: %d clients cannot be cut into fifths, so their ARR"
                                            .formatted(clients)
                                    + " alone ranks them",
                            "Register the other clients"));
        }
        int unscored = clients - rows.stream().mapToInt(TierRow::scoredCount).sum();
        if (unscored > 0) {
            gaps.add(
                    new DataGap(
                            "tiers[].mean_health_score",
                            "unscored: %d of %d clients have no health score"
                                    .formatted(unscored, clients),
                            "Run calculate_health_score; its null_components say what data most"
                                    + " lack"));
        }
        if (rows.stream().anyMatch(row -> row.clientCount() > 0 && row.nps() == null)) {
            gaps.add(
                    new DataGap(
                            "tiers[].nps",
                            "too_few_responses: a tier needs the newest NPS answers of 5 contacts"
                                    + " in 180 days",
                            "Ask more contacts with monitor_satisfaction, or import their"
                                    + " answers"));
        }
        int untiered = rows.getFirst().untieredChurnedCount();
        if (untiered > 0) {
            gaps.add(
                    new DataGap(
                            "tiers[].logo_retention_12m_rate",
                            "no_saved_tier: %d clients churned in 12 months without a saved tier"
                                    .formatted(untiered),
                            "Save the tiers now and then, so that who leaves has one"));
        }
        return gaps;
    }

    /** Cuts the lists to their bounds, then, from the last list on, to what fits in an answer. */
    private static ValueTierReport bounded(ValueTierReport whole, int upgrades, int downgrades) {
        List<Truncation> cut = new ArrayList<>();
        List<Object> shown =
                new ArrayList<>(
                        List.of(
                                whole.tiers(),
                                whole.moves(),
                                whole.constants(),
                                whole.evidence(),
                                whole.dataGaps()));
        List<HealthAdvice> advice =
                cut(
                        "recommendations",
                        whole.recommendations(),
                        whole.recommendations().size(),
                        LISTED,
                        shown,
                        cut);
        List<Vip> vips =
                whole.vips() == null
                        ? null
                        : cut("vips", whole.vips(), whole.vips().size(), VIPS, shown, cut);
        Capacity capacity = whole.capacity();
        if (capacity != null) {
            List<Load> loads =
                    cut(
                            "capacity.by_csm",
                            capacity.byCsm(),
                            capacity.byCsm().size(),
                            CSMS,
                            shown,
                            cut);
            capacity =
                    new Capacity(
                            capacity.tiers(),
                            capacity.neededFte(),
                            capacity.csmCount(),
                            capacity.unownedCount(),
                            loads);
        }
        List<Candidate> risks =
                cut("downgrade_risks", whole.downgradeRisks(), downgrades, LISTED, shown, cut);
        List<Candidate> candidates =
                cut("upgrade_candidates", whole.upgradeCandidates(), upgrades, LISTED, shown, cut);
        return new ValueTierReport(
                whole.model(),
                whole.clientCount(),
                whole.tiers(),
                whole.concentration(),
                whole.moves(),
                vips,
                candidates,
                risks,
                capacity,
                whole.constants(),
                advice,
                whole.evidence(),
                whole.dataGaps(),
                cut);
    }

    private static <T> List<T> cut(
            String name,
            List<T> list,
            int total,
            int most,
            List<Object> shown,
            List<Truncation> cut) {
        int fitting =
                Math.min(AnswerBudget.USUAL.fitting(list, shown), Math.min(most, list.size()));
        List<T> kept = list.subList(0, fitting);
        shown.add(kept);
        if (fitting < total) {
            cut.add(new Truncation(name, fitting, total));
        }
        return kept;
    }

    private static int total(List<CandidateRow> rows) {
        return rows.isEmpty() ? 0 : rows.getFirst().totalCount();
    }

    /** Returns the share; 0 when the whole is 0. */
    private static BigDecimal share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? BigDecimal.ZERO.setScale(4)
                : part.divide(whole, 4, RoundingMode.HALF_UP);
    }
}
