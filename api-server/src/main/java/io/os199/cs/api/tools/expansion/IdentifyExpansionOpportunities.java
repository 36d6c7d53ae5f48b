package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.expansion.ValuePosition;
import io.os199.cs.expansion.finding.AdvisedClient;
import io.os199.cs.expansion.finding.Finding;
import io.os199.cs.expansion.finding.FindingFilter;
import io.os199.cs.expansion.finding.FindingReader;
import io.os199.cs.expansion.finding.FindingSummary;
import io.os199.cs.expansion.opportunity.Opportunities;
import io.os199.cs.expansion.opportunity.Opportunities.Dismissed;
import io.os199.cs.expansion.opportunity.Opportunity;
import io.os199.cs.expansion.opportunity.OpportunityFilter;
import io.os199.cs.expansion.opportunity.OpportunityList;
import io.os199.cs.expansion.opportunity.Pipeline;
import io.os199.cs.expansion.opportunity.PipelineView;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where growth is and what becomes of it: findings, the pipeline, and opportunities from saved to won. */
@ToolInfo(
        name = "identify_expansion_opportunities",
        title = "Expansion pipeline",
        description =
                "Finds expansion; lists the pipeline; saves, moves, wins, loses or dismisses. "
                        + "Won adds ARR and amends the contract.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class IdentifyExpansionOpportunities
        implements Tool<ExpansionInput, IdentifyExpansionOpportunities.Output> {
    private static final int USUAL_LIMIT = 20;
    private static final int MOST_ADVICE = 20;

    private final Database database;
    private final ClientDirectory clients;
    private final Opportunities opportunities;
    private final FindingSearch findings;
    private final Cursors cursors;

    IdentifyExpansionOpportunities(
            Database database,
            ClientDirectory clients,
            Opportunities opportunities,
            FindingSearch findings,
            Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.opportunities = opportunities;
        this.findings = findings;
        this.cursors = cursors;
    }

    /**
     * Findings, opportunities, or the result of a write to one.
     *
     * @param blockedBy what blocks the finding that was saved
     * @param isDryRun whether this only says what the call would do
     */
    public record Output(
            LocalDate asOf,
            Instant computedAt,
            @Nullable List<FindingItem> findings,
            @Nullable FindingSummary summary,
            @Nullable List<OpportunityItem> items,
            @Nullable OpportunityItem opportunity,
            @Nullable List<String> blockedBy,
            @Nullable Dismissed dismissed,
            @Nullable PipelineView pipeline,
            @Nullable List<ExpansionAdvice> recommendations,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable List<Truncation> truncated,
            @Nullable Boolean isDryRun,
            @Nullable FindingEvidence evidence,
            List<DataGap> dataGaps,
            @Nullable JobHandle job) {

        private static Output written(
                @Nullable OpportunityItem opportunity,
                @Nullable List<String> blockedBy,
                @Nullable Dismissed dismissed,
                ExpansionInput input,
                Call call) {
            return new Output(
                    call.today(),
                    call.now(),
                    null,
                    null,
                    null,
                    opportunity,
                    blockedBy,
                    dismissed,
                    null,
                    null,
                    null,
                    null,
                    null,
                    input.dryRun() ? true : null,
                    null,
                    List.of(),
                    null);
        }

        private static Output of(JobHandle job, Call call) {
            return new Output(
                    call.today(),
                    call.now(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    job);
        }
    }

    @Override
    public List<Fault> faults(ExpansionInput input, Set<String> unread, Call call) {
        return unread.isEmpty() ? input.faults(call.today()) : List.of();
    }

    @Override
    public Answer<Output> call(ExpansionInput input, Call call) {
        return switch (input.action()) {
            case DETECT -> detect(input, call);
            case LIST ->
                    findings.unless(
                                    tx ->
                                            ClientList.unknownFilter(
                                                    tx, input.segmentId(), input.csm()))
                            .<Answer<Output>>map(Answer::refused)
                            .orElseGet(() -> database.snapshot(tx -> list(tx, input, call)));
            case SAVE, UPDATE, DISMISS -> {
                if (!call.has(Scope.CS_WRITE)) {
                    yield Answer.refused(NeededScopes.onlyReading("detect", "list"));
                }
                yield input.dryRun()
                        ? database.rehearse(tx -> write(tx, input, call))
                        : call.write(Output.class, tx -> write(tx, input, call));
            }
        };
    }

    private Answer<Output> detect(ExpansionInput input, Call call) {
        return findings.answer(
                new FindingSearch.Query(
                        "expansion",
                        input.clientId(),
                        input.findings(),
                        input.limit(),
                        input.cursor(),
                        input.waitSeconds()),
                call,
                (tx, reader, filter, items) -> beside(tx, reader, input, filter, call),
                (shown, beside) ->
                        new Output(
                                call.today(),
                                call.now(),
                                shown.items(),
                                shown.summary(),
                                null,
                                null,
                                null,
                                null,
                                PipelineView.of(beside.pipeline(), shown.summary()),
                                beside.advice().shown(),
                                shown.totalCount(),
                                shown.nextCursor(),
                                beside.advice().truncated(),
                                null,
                                shown.evidence(),
                                shown.dataGaps(),
                                null),
                job -> Output.of(job, call));
    }

    /** The pipeline shown besides the findings, and what to do about them. */
    private record Beside(Pipeline pipeline, Advice advice) {}

    private static Beside beside(
            Transaction tx,
            FindingReader reader,
            ExpansionInput input,
            FindingFilter filter,
            Call call) {
        OpportunityFilter open = input.opportunities(filter.clientId());
        List<AdvisedClient> advised =
                reader.advised(call.today().plusDays(NextStep.RENEWAL_DAYS), MOST_ADVICE);
        return new Beside(
                new OpportunityList(tx, open, reader.rates(), call.now()).pipeline(),
                Advice.of(
                        ExpansionAdvice.onFindings(advised),
                        advised.isEmpty() ? 0 : advised.getFirst().adviceCount()));
    }

    /** The first recommendations, and whether there are more. */
    private record Advice(List<ExpansionAdvice> shown, @Nullable List<Truncation> truncated) {
        static Advice of(List<ExpansionAdvice> first, int totalCount) {
            return new Advice(
                    first.stream().limit(MOST_ADVICE).toList(),
                    totalCount > MOST_ADVICE
                            ? List.of(new Truncation("recommendations", MOST_ADVICE, totalCount))
                            : null);
        }
    }

    private Answer<Output> list(Transaction tx, ExpansionInput input, Call call) {
        String reference = input.clientId();
        return reference == null
                ? list(tx, input, null, call)
                : clients.resolve(tx, reference)
                        .then(client -> list(tx, input, client.clientId(), call));
    }

    private Answer<Output> list(
            Transaction tx, ExpansionInput input, @Nullable String client, Call call) {
        OpportunityFilter filter = input.opportunities(client);
        String digest = Cursors.digest("opportunities", filter);
        return cursors.start(digest, input.cursor(), ValuePosition::of)
                .map(start -> list(tx, input, filter, digest, start.position(), call));
    }

    private Output list(
            Transaction tx,
            ExpansionInput input,
            OpportunityFilter filter,
            String digest,
            @Nullable ValuePosition after,
            Call call) {
        FindingFilter unsaved = input.findings();
        FindingReader reader =
                new FindingReader(
                        tx,
                        filter.clientId() == null ? unsaved : unsaved.ofClient(filter.clientId()),
                        call.now());
        OpportunityList list = new OpportunityList(tx, filter, reader.rates(), call.now());
        List<Opportunity> rows = list.page(after, input.limit() + 1);
        Pipeline pipeline = list.pipeline();
        PipelineView view = PipelineView.of(pipeline, reader.summary());
        List<OpportunityItem> items = rows.stream().map(OpportunityItem::of).toList();
        List<ExpansionAdvice> all =
                ExpansionAdvice.onOpportunities(
                        items.subList(0, Math.min(input.limit(), items.size())),
                        pipeline,
                        call.today());
        Advice advice = Advice.of(all, all.size());
        FindingEvidence evidence =
                FindingEvidence.of(
                        unsaved,
                        filter.clientId() == null ? FindingReader.lastScan(tx).orElse(null) : null,
                        reader.rates().closedCount());
        Page<OpportunityItem> page =
                Page.of(
                        items,
                        input.limit(),
                        pipeline.listedCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        List.of(view, advice, evidence),
                        last -> cursors.after(digest, position(rows, last).values()));
        return new Output(
                call.today(),
                call.now(),
                null,
                null,
                page.items(),
                null,
                null,
                null,
                view,
                advice.shown(),
                page.totalCount(),
                page.nextCursor(),
                advice.truncated(),
                null,
                evidence,
                List.of(),
                null);
    }

    private static ValuePosition position(List<Opportunity> rows, OpportunityItem last) {
        return rows.stream()
                .filter(row -> row.opportunityId().equals(last.opportunityId()))
                .map(Opportunity::position)
                .findFirst()
                .orElseThrow();
    }

    private Answer<Output> write(Transaction tx, ExpansionInput input, Call call) {
        Actor actor = call.actor();
        return switch (input.action()) {
            case SAVE -> client(tx, input).then(client -> save(tx, client, input, actor, call));
            case DISMISS ->
                    client(tx, input)
                            .then(
                                    client ->
                                            opportunities.dismiss(
                                                    tx,
                                                    client.clientId(),
                                                    Objects.requireNonNull(input.findingKey()),
                                                    call.today().plusDays(input.dismissDays()),
                                                    actor,
                                                    call.now()))
                            .map(dismissed -> Output.written(null, null, dismissed, input, call));
            case UPDATE ->
                    opportunities
                            .update(tx, input.toChange(), actor, call.now())
                            .map(
                                    updated ->
                                            Output.written(
                                                    OpportunityItem.of(updated),
                                                    null,
                                                    null,
                                                    input,
                                                    call));
            case DETECT, LIST -> throw new IllegalArgumentException(input.action().name());
        };
    }

    private Answer<ClientRef> client(Transaction tx, ExpansionInput input) {
        return clients.resolve(tx, Objects.requireNonNull(input.clientId()));
    }

    /** Saves an opportunity; what blocks the finding is reported, but does not prevent this. */
    private Answer<Output> save(
            Transaction tx, ClientRef client, ExpansionInput input, Actor actor, Call call) {
        List<String> blockedBy = blockedBy(tx, client, input, call).orElse(null);
        return opportunities
                .save(tx, input.toSave(client.clientId()), actor, call.now())
                .map(
                        saved ->
                                Output.written(
                                        OpportunityItem.of(saved), blockedBy, null, input, call));
    }

    private static Optional<List<String>> blockedBy(
            Transaction tx, ClientRef client, ExpansionInput input, Call call) {
        String key = input.findingKey();
        return key == null
                ? Optional.empty()
                : new FindingReader(tx, input.allFindings().ofClient(client.clientId()), call.now())
                        .find(key)
                        .map(Finding::blockedBy);
    }
}
