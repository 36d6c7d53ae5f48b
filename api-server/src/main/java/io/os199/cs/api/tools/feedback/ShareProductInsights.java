package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.feedback.InsightAnswer.InsightPreview;
import io.os199.cs.api.tools.feedback.InsightInput.Action;
import io.os199.cs.communication.mail.Colleagues;
import io.os199.cs.core.model.Actor;
import io.os199.cs.feedback.insight.Insights;
import io.os199.cs.feedback.insight.SharedInsight;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.Cursors;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Turns feedback into an insight for product, and keeps what product decides. */
@ToolInfo(
        name = "share_product_insights",
        title = "Product insights",
        description =
                "Turns feedback into a product insight with evidence and a value score, mails it to"
                        + " colleagues, records what product decides. Roadmap:"
                        + " manage_voice_of_customer.",
        effect = Effect.SEND,
        scope = Scope.CS_WRITE,
        deadlineSeconds = 30,
        idempotent = false)
public final class ShareProductInsights implements Tool<InsightInput, InsightAnswer> {
    private final Database database;
    private final Insights insights;
    private final Colleagues colleagues;

    ShareProductInsights(Database database, Insights insights, Colleagues colleagues) {
        this.database = database;
        this.insights = insights;
        this.colleagues = colleagues;
    }

    @Override
    public List<Fault> faults(InsightInput input, Set<String> unread, Call call) {
        return InsightFaults.of(input, unread, call.today());
    }

    @Override
    public Answer<InsightAnswer> call(InsightInput input, Call call) {
        boolean leavesTheHouse =
                input.recipients().stream().anyMatch(each -> !colleagues.include(each));
        if (leavesTheHouse && !call.has(Scope.CS_SEND)) {
            return Answer.refused(onlyColleagues());
        }
        if (input.dryRun()) {
            return database.rehearse(tx -> answer(tx, input, call));
        }
        if (!leavesTheHouse || call.isRepeated()) {
            return call.write(InsightAnswer.class, tx -> answer(tx, input, call));
        }
        return database.rehearse(tx -> done(tx, input, call).map(this::preview))
                .then(
                        preview ->
                                call.writeConfirmed(
                                        preview,
                                        Cursors.digest("insight", preview),
                                        InsightAnswer.class,
                                        tx -> answer(tx, input, call)));
    }

    private Refusal onlyColleagues() {
        return NeededScopes.refusal(
                        "without cs:send insights go to colleagues alone; leave out"
                                + " target_recipients of other domains",
                        Scope.CS_SEND)
                .field("target_recipients")
                .expected(
                        colleagues.domains().isEmpty()
                                ? "no target_recipients: the deployment names no domain of its own"
                                : "addresses at "
                                        + String.join(" or ", new TreeSet<>(colleagues.domains())));
    }

    private InsightPreview preview(SharedInsight shared) {
        return InsightPreview.of(shared, Objects.requireNonNull(shared.letter()), colleagues);
    }

    private Answer<InsightAnswer> answer(Transaction tx, InsightInput input, Call call) {
        return done(tx, input, call)
                .map(
                        shared ->
                                InsightAnswer.of(
                                        shared,
                                        colleagues,
                                        input.action() == Action.SHARE,
                                        input.dryRun(),
                                        call.now()));
    }

    private Answer<SharedInsight> done(Transaction tx, InsightInput input, Call call) {
        Actor actor = call.actor();
        return switch (input.action()) {
            case SHARE -> insights.share(tx, input.toInsight(), actor, call.now());
            case UPDATE -> insights.update(tx, input.toDecision(), actor, call.now());
        };
    }
}
