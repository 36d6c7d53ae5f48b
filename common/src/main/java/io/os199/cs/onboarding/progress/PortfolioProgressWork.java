package io.os199.cs.onboarding.progress;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.model.CsmHash;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SingleWork;
import io.os199.cs.onboarding.progress.PortfolioProgress.Item;
import io.os199.cs.onboarding.progress.PortfolioProgress.Standing;
import io.os199.cs.onboarding.progress.PortfolioProgress.Summary;
import io.os199.cs.onboarding.progress.ProgressOrder.Position;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The job that ranks all onboarding under way; it only reads. */
public final class PortfolioProgressWork implements SingleWork {
    public static final String TOOL = "track_onboarding_progress";

    private final Cursors cursors;

    public PortfolioProgressWork(Cursors cursors) {
        this.cursors = cursors;
    }

    /** Returns a digest that is the same for all pages of one list. */
    public static String digest(ProgressOrder.Query query) {
        return Cursors.digest("onboarding_progress", query);
    }

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public JsonNode run(Transaction tx, RunningJob job) {
        ProgressOrder order = Json.read(job.arguments().toString(), ProgressOrder.class);
        ProgressOrder.Query query = order.query();
        String csm = query.csmHash();
        List<Standing> all =
                TrackedPlan.live(tx, query.productTier(), null, order.asOf(), order.isPast())
                        .filter(
                                plan ->
                                        csm == null
                                                || (plan.csm() != null
                                                        && csm.equals(CsmHash.of(plan.csm()))))
                        .map(plan -> Standing.of(plan, order.asOf()))
                        .toList();
        List<Standing> asked =
                all.stream()
                        .filter(
                                each ->
                                        each.standing().riskLevel().compareTo(query.minRiskLevel())
                                                >= 0)
                        .sorted(Comparator.comparing(Standing::position, Position.ORDER))
                        .toList();
        Summary summary = Summary.of(all);
        List<DataGap> gaps = gaps(all, order);
        Position after = order.after();
        Page<Placed> page =
                Page.of(
                        asked.stream()
                                .filter(
                                        each ->
                                                after == null
                                                        || Position.ORDER.compare(
                                                                        each.position(), after)
                                                                > 0)
                                .limit(order.limit() + 1L)
                                .map(each -> new Placed(each.item(order.asOf()), each.position()))
                                .toList(),
                        order.limit(),
                        asked.size(),
                        AnswerBudget.of(order.limit(), ProgressOrder.USUAL_LIMIT),
                        List.of(summary, gaps),
                        last -> cursors.after(digest(query), last.position().values()));
        return Json.tree(
                new PortfolioProgress(
                        order.asOf(),
                        job.submittedAt(),
                        summary,
                        page.items().stream().map(Placed::item).toList(),
                        page.totalCount(),
                        page.nextCursor(),
                        gaps));
    }

    /** An item with its position in the list. */
    private record Placed(Item item, Position position) {}

    private static List<DataGap> gaps(List<Standing> all, ProgressOrder order) {
        List<DataGap> gaps = new ArrayList<>();
        if (all.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "items",
                            "no_live_plan",
                            "create_onboarding_plan makes a plan and starts it"));
        }
        if (Summary.of(all).onHold() > 0) {
            gaps.add(
                    new DataGap(
                            "items.projected_completion_date",
                            "plan_on_hold",
                            "create_onboarding_plan with action set_status, plan_id, version,"
                                + " status active resumes a plan; track_onboarding_progress with"
                                + " client_id tells its version"));
        }
        if (order.isPast()) {
            gaps.add(
                    new DataGap(
                            "items.progress_status",
                            "as_of_past",
                            "What is blocked or in progress has no date and is today's; leave out"
                                    + " as_of"));
        }
        return gaps;
    }
}
