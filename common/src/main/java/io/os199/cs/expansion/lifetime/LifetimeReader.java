package io.os199.cs.expansion.lifetime;

import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.finding.Finding;
import io.os199.cs.expansion.finding.FindingFilter;
import io.os199.cs.expansion.finding.FindingReader;
import io.os199.cs.expansion.lifetime.LifetimeDao.Figures;
import io.os199.cs.expansion.opportunity.Opportunity;
import io.os199.cs.expansion.opportunity.OpportunityFilter;
import io.os199.cs.expansion.opportunity.OpportunityList;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.expansion.revenue.RevenueLedger;
import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.risk.ClientRisk;
import io.os199.cs.retention.risk.ClientRisks;
import io.os199.cs.retention.risk.Priority;
import io.os199.cs.retention.risk.RecommendedPlay;
import io.os199.cs.retention.risk.RiskSign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values one client from what is known about it now, in one snapshot. */
public final class LifetimeReader {
    private static final String SEATS_OVER = "SEATS_OVER";
    private static final int MOST_ACTIONS = 5;
    private static final int MOST_OF_CLIENT = 10_000;

    /** Zero, because no changes are looked at. */
    private static final int NO_LOOKBACK = 0;

    private final Transaction tx;
    private final LifetimeQuery query;
    private final Instant now;
    private final LocalDate today;

    public LifetimeReader(Transaction tx, LifetimeQuery query, Instant now) {
        this.tx = tx;
        this.query = query;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** The revenue to date of a client, live or not; absent where the ledger has no row for it. */
    public static @Nullable BigDecimal revenueToDate(
            Transaction tx, String clientId, LocalDate today) {
        return Rounded.amountOf(tx.dao(LifetimeDao.class).revenueToDate(clientId, today));
    }

    /** Values a client that has not left. */
    public ClientLifetime of(String clientId) {
        LifetimeDao dao = tx.dao(LifetimeDao.class);
        Assumptions assumptions = Assumptions.read(tx, query, today);
        GrowthRates growth = GrowthRates.read(tx, today);
        LifetimeGaps gaps = new LifetimeGaps(assumptions);
        ChurnModel model = ChurnModels.active(tx);
        Figures figures =
                dao.figures(new String[] {clientId}, today, HealthModels.STANDARD).getFirst();
        ClientRisk risk =
                new ClientRisks(model, today, today, NO_LOOKBACK)
                        .of(tx, List.of(clientId))
                        .getFirst();
        Rated rated = Rated.now(figures, risk, model);
        if (rated == null) {
            missing(gaps, figures);
            return new ClientLifetime(
                    LifetimeItem.unvalued(figures),
                    LifetimeEvidence.of(assumptions, growth, null, null, null),
                    gaps.all());
        }
        boolean comparesCosts =
                assumptions.hasCosts() && query.focus().has(LifetimeLever.REDUCE_COST_TO_SERVE);
        TicketRates rates =
                comparesCosts
                        ? new TicketRates(
                                dao.ticketRates(
                                        null, null, figures.tier(), today, HealthModels.STANDARD))
                        : TicketRates.none();
        Map<LifetimeLever, List<LeverAction>> actions = new EnumMap<>(LifetimeLever.class);
        Upside upside = query.focus().needsFindings() ? upside(clientId, actions) : Upside.NONE;
        Worth worth =
                new Valuation(assumptions, growth, rates, query.focus())
                        .of(rated.weighed(), upside);
        actions.put(LifetimeLever.IMPROVE_RETENTION, plays(rated));
        if (worth.gains().stream()
                .anyMatch(each -> each.lever() == LifetimeLever.REDUCE_COST_TO_SERVE)) {
            actions.put(LifetimeLever.REDUCE_COST_TO_SERVE, fewerTickets(figures));
        }
        if (new RevenueLedger(tx, new RevenueFilter(clientId, null, null, null, null))
                        .mismatches(today)
                > 0) {
            gaps.add(
                    "clients.arr_amount",
                    "arr_mismatch: the client's row says another ARR than its ledger, which counts",
                    "Import its contracts anew, or mend what was written into"
                            + " clients.contract_value past the product");
        }
        gaps.unpriced(upside.unpricedCount());
        if (worth.growth().basis() == GrowthBasis.NONE) {
            gaps.noGrowth("");
        }
        if (comparesCosts && worth.peers() == null) {
            gaps.noPeers("");
        }
        BigDecimal cost = figures.acquisitionCost();
        if (cost == null || cost.signum() <= 0) {
            gaps.add(
                    "clients.ltv_to_cac_ratio",
                    "no_acquisition_cost: what winning the client cost is not stored",
                    "Nothing brings it in yet: it stands in clients.acquisition_cost_amount");
        }
        return new ClientLifetime(
                LifetimeItem.whole(rated, worth, upside, assumptions, actions),
                LifetimeEvidence.of(
                        assumptions,
                        growth,
                        null,
                        null,
                        LifetimeEvidence.OfClient.of(rated, worth)),
                gaps.all());
    }

    private static void missing(LifetimeGaps gaps, Figures figures) {
        if (figures.arr() == null) {
            gaps.add(
                    "clients.clv_amount",
                    "no_ledger_row: what it pays is not known",
                    "Enter its contract with update_client_info, or import contracts");
        } else {
            gaps.add(
                    "clients.clv_amount",
                    "no_probability: too little is known to say how likely it stays",
                    "identify_churn_risk with the client_id names what is missing");
        }
    }

    /** Selects findings of all types that nothing holds back. */
    static FindingFilter findings() {
        return FindingFilter.usual(
                Arrays.asList(OpportunityType.values()), null, null, null, null, null, false);
    }

    /** Selects open opportunities of all types. */
    static OpportunityFilter opportunities(@Nullable String clientId) {
        return new OpportunityFilter(
                Arrays.asList(OpportunityType.values()), null, clientId, null, null, null, null);
    }

    private Upside upside(String clientId, Map<LifetimeLever, List<LeverAction>> actions) {
        FindingReader reader = new FindingReader(tx, findings().ofClient(clientId), now);
        List<Finding> found = reader.page(null, MOST_OF_CLIENT);
        List<Finding> valued = found.stream().filter(each -> adds(each.expectedValue())).toList();
        List<Opportunity> all =
                new OpportunityList(tx, opportunities(clientId), reader.rates(), now)
                        .page(null, MOST_OF_CLIENT);
        List<Opportunity> open = all.stream().filter(each -> adds(each.expectedValue())).toList();
        List<LeverAction> sales = new ArrayList<>();
        valued.forEach(each -> sales.add(action(each)));
        open.forEach(each -> sales.add(action(each)));
        actions.put(
                LifetimeLever.INCREASE_EXPANSION,
                sales.stream()
                        .sorted(
                                (a, b) ->
                                        Objects.requireNonNull(b.expectedValueAmount())
                                                .compareTo(
                                                        Objects.requireNonNull(
                                                                a.expectedValueAmount())))
                        .limit(MOST_ACTIONS)
                        .toList());
        List<Finding> longer =
                found.stream().filter(each -> each.type() == OpportunityType.MULTI_YEAR).toList();
        actions.put(
                LifetimeLever.TERM_COMMITMENT,
                longer.stream().map(LifetimeReader::action).toList());
        BigDecimal expected = BigDecimal.ZERO;
        for (Finding each : valued) {
            expected = expected.add(Objects.requireNonNull(each.expectedValue()));
        }
        for (Opportunity each : open) {
            expected = expected.add(Objects.requireNonNull(each.expectedValue()));
        }
        long unpriced =
                found.stream().filter(each -> isUnpriced(each.type(), each.valueAmount())).count()
                        + all.stream()
                                .filter(each -> isUnpriced(each.type(), each.valueAmount()))
                                .count();
        return new Upside(expected, valued.size(), open.size(), !longer.isEmpty(), (int) unpriced);
    }

    /** Whether a missing value leaves it unpriced; a longer term adds nothing to the ARR and needs no price. */
    private static boolean isUnpriced(OpportunityType type, @Nullable BigDecimal value) {
        return value == null && type != OpportunityType.MULTI_YEAR;
    }

    private static boolean adds(@Nullable BigDecimal expected) {
        return expected != null && expected.signum() > 0;
    }

    private static LeverAction action(Finding finding) {
        boolean isLonger = finding.type() == OpportunityType.MULTI_YEAR;
        return new LeverAction(
                finding.rules().getFirst().ruleId(),
                finding.has(SEATS_OVER) ? Priority.HIGH : Priority.MEDIUM,
                isLonger
                        ? "a renewal is near, and likely"
                        : worth(finding.valueAmount(), finding.winProbability()),
                finding.findingKey(),
                null,
                isLonger
                        ? "Offer more than one year with the next renewal"
                        : "Propose what was found: " + words(finding.type()),
                Rounded.amountOf(finding.expectedValue()));
    }

    private static LeverAction action(Opportunity open) {
        return new LeverAction(
                open.isStale() ? "X-STALE" : open.sourceRule(),
                open.isStale() ? Priority.HIGH : Priority.MEDIUM,
                "%s, %d days in its stage"
                        .formatted(
                                worth(open.valueAmount(), open.winProbability()),
                                open.stageAgeDays()),
                null,
                open.opportunityId(),
                "Win the open opportunity: " + words(open.type()) + ", " + words(open.stage()),
                Rounded.amountOf(open.expectedValue()));
    }

    private static String worth(@Nullable BigDecimal value, BigDecimal probability) {
        return "value %s, probability %s"
                .formatted(Rounded.amountOf(value), Rounded.rate(probability.doubleValue()));
    }

    private static String words(Enum<?> name) {
        return WireName.of(name).replace('_', ' ');
    }

    private static List<LeverAction> plays(Rated client) {
        return client.risk().plays().stream()
                .limit(MOST_ACTIONS)
                .map(
                        play ->
                                new LeverAction(
                                        play.ruleId(),
                                        play.priority(),
                                        signs(play),
                                        null,
                                        null,
                                        play.action(),
                                        null))
                .toList();
    }

    /** The signs that a play addresses, with their current values. */
    private static String signs(RecommendedPlay play) {
        return play.because().stream()
                .map(
                        sign ->
                                RiskSign.shown(sign.indicatorKey())
                                        + (sign.value() == null
                                                ? ""
                                                : " " + Rounded.rate(sign.value())))
                .collect(Collectors.joining(", "));
    }

    private List<LeverAction> fewerTickets(Figures figures) {
        return tx.dao(LifetimeDao.class).topCategory(figures.clientId(), today).stream()
                .flatMap(
                        top -> {
                            String about = top.category().replace('_', ' ');
                            String because =
                                    "%d of %d tickets of 365 days are of %s"
                                            .formatted(
                                                    top.ticketCount(),
                                                    figures.ticketCount(),
                                                    about);
                            return Stream.of(
                                    tickets(
                                            "T-ARTICLES",
                                            because,
                                            "Write knowledge base articles on %s: %d of %d tickets"
                                                    .formatted(
                                                            about,
                                                            top.ticketCount(),
                                                            figures.ticketCount())),
                                    tickets(
                                            "T-TRAINING",
                                            because,
                                            "Train the users on what they open tickets of %s for"
                                                    .formatted(about)));
                        })
                .toList();
    }

    private static LeverAction tickets(String ruleId, String because, String action) {
        return new LeverAction(ruleId, Priority.MEDIUM, because, null, null, action, null);
    }
}
