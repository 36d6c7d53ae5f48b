package io.os199.cs.health.adoption;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.model.Actor;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthQuery;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.statistics.Quantiles;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The job that measures the milestones of the whole portfolio, with the same statements as for one client. */
public final class PortfolioMilestoneWork implements ChunkedWork {
    public static final String TOOL = "track_adoption_milestones";

    /** The principal of the jobs that no caller asked for. */
    private static final String SYSTEM = "system";

    private static final BigDecimal QUARTER = new BigDecimal("0.25");
    private static final BigDecimal THREE_QUARTERS = new BigDecimal("0.75");
    private static final BigDecimal NINE_TENTHS = new BigDecimal("0.9");

    private final AdoptionMilestones milestones;
    private final PortfolioClients portfolio;

    public PortfolioMilestoneWork(AdoptionMilestones milestones, HealthModels models) {
        this.milestones = milestones;
        this.portfolio = new PortfolioClients(models);
    }

    /** Returns the order for the nightly run, which records milestones. */
    public static JobOrder nightly(Transaction tx, LocalDate today) {
        MilestoneFramework framework =
                tx.dao(AdoptionMilestoneDao.class)
                        .active(MilestoneFramework.STANDARD)
                        .orElseThrow()
                        .toFramework();
        return new JobOrder(
                TOOL, Json.tree(new MilestoneOrder(today, framework, true, true, true)), SYSTEM);
    }

    @Override
    public String tool() {
        return TOOL;
    }

    /** Makes runs that record milestones follow one another, so that none waits for another's rows. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return order(arguments).records() ? Optional.of("adoption_milestones") : Optional.empty();
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        MilestoneOrder order = order(job.arguments());
        List<PortfolioClient> clients =
                portfolio.of(tx, chunk.firstClientId(), chunk.lastClientId(), null, order.asOf());
        List<MilestoneBoard> boards =
                milestones.boards(
                        tx,
                        clients.stream().map(PortfolioClient::clientId).toList(),
                        order.framework(),
                        order.asOf(),
                        job.submittedAt());
        int recorded =
                order.records()
                        ? milestones.record(
                                tx,
                                boards,
                                order.framework(),
                                job.submittedAt(),
                                new Actor(job.principal(), null))
                        : 0;
        return Json.tree(MilestoneTally.of(clients, boards, recorded));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        MilestoneOrder order = order(job.arguments());
        MilestoneTally tally =
                MilestoneTally.sum(
                        chunkResults.stream()
                                .map(result -> Json.read(result.toString(), MilestoneTally.class))
                                .toList());
        List<Truncation> truncated = new ArrayList<>();
        cut(truncated, "stuck", tally.stuck().size(), tally.count(Pace.STUCK));
        cut(truncated, "ahead", tally.ahead().size(), tally.count(Pace.AHEAD));
        cut(truncated, "celebrations", tally.celebrations().size(), tally.celebrationCount());
        return Json.tree(
                new PortfolioMilestones(
                        order.asOf(),
                        order.framework().framework(),
                        order.framework().frameworkVersion(),
                        tally.clientCount(),
                        tally.recordedCount(),
                        items(order, tally),
                        tally.stuck().stream().map(PortfolioMilestoneWork::shown).toList(),
                        tally.ahead().stream().map(PortfolioMilestoneWork::shown).toList(),
                        tally.celebrations().stream().map(PortfolioMilestoneWork::shown).toList(),
                        truncated.isEmpty() ? null : truncated,
                        MilestoneRules.apply(tally, order.advisesCelebrations()),
                        new PortfolioMilestones.Evidence(
                                HealthQuery.cut(
                                        order.asOf(),
                                        LocalDate.ofInstant(job.submittedAt(), ZoneOffset.UTC),
                                        job.submittedAt()),
                                Map.of(
                                        "clients", (long) tally.clientCount(),
                                        "clients_and_milestones", (long) tally.rowCount())),
                        gaps(order.asOf(), tally)));
    }

    private static void cut(List<Truncation> truncated, String list, int shown, int total) {
        if (shown < total) {
            truncated.add(new Truncation(list, shown, total));
        }
    }

    private static List<PortfolioMilestones.Item> items(
            MilestoneOrder order, MilestoneTally tally) {
        List<PortfolioMilestones.Item> items = new ArrayList<>();
        for (AdoptionMilestone milestone : order.framework().definitions()) {
            MilestoneTally.Part part =
                    tally.milestones()
                            .getOrDefault(milestone.milestoneKey(), MilestoneTally.Part.NONE);
            Quantiles days = new Quantiles(order.showsQuartiles() ? part.takenDays() : List.of());
            items.add(
                    new PortfolioMilestones.Item(
                            milestone.milestoneKey(),
                            milestone.name(),
                            milestone.importance(),
                            milestone.targetDays(),
                            part.applicableCount(),
                            part.achievedCount(),
                            part.overdueCount(),
                            FeatureUse.rate(part.takenDays().size(), part.decidedCount()),
                            days.median(2),
                            days.at(QUARTER, 2),
                            days.at(THREE_QUARTERS, 2),
                            days.at(NINE_TENTHS, 2),
                            part.gap().points()));
        }
        return items;
    }

    private static PortfolioMilestones.StuckClient shown(MilestoneTally.Stuck each) {
        return new PortfolioMilestones.StuckClient(
                each.clientId(),
                each.clientName(),
                each.arrAmount(),
                each.milestoneKey(),
                each.lateDays(),
                each.currentValue(),
                each.neededValue());
    }

    private static PortfolioMilestones.AheadClient shown(MilestoneTally.Ahead each) {
        return new PortfolioMilestones.AheadClient(
                each.clientId(), each.clientName(), each.arrAmount(), each.achievedCount());
    }

    private static PortfolioMilestones.Celebration shown(MilestoneTally.Celebrated each) {
        return new PortfolioMilestones.Celebration(
                each.clientId(), each.clientName(), each.milestoneKey(), each.achievedOn());
    }

    private static List<DataGap> gaps(LocalDate asOf, MilestoneTally tally) {
        List<DataGap> gaps = new ArrayList<>();
        if (tally.clientCount() == 0) {
            gaps.add(new DataGap("milestones", "no_clients", "Register clients: register_client"));
            return gaps;
        }
        if (tally.milestones().values().stream().allMatch(part -> gap(part) == null)) {
            gaps.add(
                    new DataGap(
                            "milestones.health_gap_points",
                            "fewer than 5 scored clients on a side",
                            "Score the portfolio: calculate_health_score with as_of " + asOf));
        }
        return gaps;
    }

    private static @Nullable BigDecimal gap(MilestoneTally.Part part) {
        return part.gap().points();
    }

    private static MilestoneOrder order(JsonNode arguments) {
        return Json.read(arguments.toString(), MilestoneOrder.class);
    }
}
