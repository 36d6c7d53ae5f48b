package io.os199.cs.api.tools.communication;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.communication.AdvocacyAnswer.Result;
import io.os199.cs.communication.advocacy.AdvocacyProgramReader;
import io.os199.cs.communication.advocacy.Advocate;
import io.os199.cs.communication.advocacy.AdvocateContribution;
import io.os199.cs.communication.advocacy.AdvocateFilter;
import io.os199.cs.communication.advocacy.AdvocateReader;
import io.os199.cs.communication.advocacy.AdvocateReader.Entries;
import io.os199.cs.communication.advocacy.AdvocateReader.Profile;
import io.os199.cs.communication.advocacy.Advocates;
import io.os199.cs.communication.advocacy.Advocates.Written;
import io.os199.cs.communication.advocacy.Candidate;
import io.os199.cs.communication.advocacy.CandidateFilter;
import io.os199.cs.communication.advocacy.CandidateReader;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Manages the people who speak for us: who they are, what they did, who is available now and who could be next. */
@ToolInfo(
        name = Advocates.TOOL,
        title = "Advocates",
        description =
                "Advocates: who is free for a reference call, could be asked, earned what."
                        + " Communities: manage_community.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class ManageAdvocacyProgram implements Tool<AdvocacyInput, AdvocacyAnswer> {
    private final Database database;
    private final ClientDirectory clients;
    private final Advocates advocates;
    private final Cursors cursors;

    ManageAdvocacyProgram(
            Database database, ClientDirectory clients, Advocates advocates, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.advocates = advocates;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(AdvocacyInput input, Set<String> unread, Call call) {
        return AdvocacyFaults.of(input, unread, call.today());
    }

    @Override
    public Answer<AdvocacyAnswer> call(AdvocacyInput input, Call call) {
        return switch (input.action()) {
            case GET_ADVOCATE_PROFILE -> database.snapshot(tx -> profile(tx, input, call));
            case LIST_ADVOCATES ->
                    database.snapshot(
                            tx -> client(tx, input).then(one -> list(tx, input, one, call)));
            case FIND_CANDIDATES ->
                    database.snapshot(
                            tx -> client(tx, input).then(one -> candidates(tx, input, one, call)));
            case GET_PROGRAM_ANALYTICS ->
                    database.snapshot(
                            tx ->
                                    Answer.of(
                                            AdvocacyAnswer.program(
                                                    new AdvocacyProgramReader(tx, call.today())
                                                            .read(
                                                                    input.start(call.today()),
                                                                    input.end(call.today())),
                                                    call.now())));
            case ENROLL_ADVOCATE, TRACK_CONTRIBUTION, AWARD_POINTS, REDEEM_POINTS, SET_STATUS ->
                    call.has(Scope.CS_WRITE)
                            ? call.write(
                                            Result.class,
                                            tx ->
                                                    written(tx, input, call)
                                                            .map(
                                                                    written ->
                                                                            shown(
                                                                                    tx, written,
                                                                                    call)))
                                    .map(AdvocacyAnswer::written)
                            : Answer.refused(
                                    NeededScopes.onlyReading(
                                            "get_advocate_profile",
                                            "list_advocates",
                                            "find_candidates",
                                            "get_program_analytics"));
        };
    }

    private Answer<Written> written(Transaction tx, AdvocacyInput input, Call call) {
        Actor actor = call.actor();
        return switch (input.action()) {
            case ENROLL_ADVOCATE ->
                    clients.resolve(tx, Objects.requireNonNull(input.clientId()))
                            .then(
                                    client ->
                                            advocates.enroll(
                                                    tx,
                                                    client.clientId(),
                                                    input.enrollment(),
                                                    actor,
                                                    call.now()));
            case TRACK_CONTRIBUTION -> {
                String contributionId = input.contributionId();
                yield contributionId == null
                        ? advocates.contribute(
                                tx,
                                advocateId(input),
                                input.version(),
                                input.contribution(),
                                actor,
                                call.now())
                        : advocates.tellDeal(
                                tx,
                                advocateId(input),
                                input.version(),
                                contributionId,
                                input.deal(),
                                actor,
                                call.now());
            }
            case AWARD_POINTS ->
                    advocates.award(
                            tx,
                            advocateId(input),
                            input.version(),
                            Objects.requireNonNull(input.points()),
                            input.shownReason(),
                            actor,
                            call.now());
            case REDEEM_POINTS ->
                    advocates.redeem(
                            tx,
                            advocateId(input),
                            input.version(),
                            Objects.requireNonNull(input.points()),
                            input.shownReason(),
                            actor,
                            call.now());
            case SET_STATUS ->
                    advocates.setStatus(
                            tx,
                            advocateId(input),
                            Objects.requireNonNull(input.version()),
                            Objects.requireNonNull(input.status()),
                            actor,
                            call.now());
            case GET_ADVOCATE_PROFILE, LIST_ADVOCATES, FIND_CANDIDATES, GET_PROGRAM_ANALYTICS ->
                    throw new IllegalStateException("reads");
        };
    }

    private static String advocateId(AdvocacyInput input) {
        return Objects.requireNonNull(input.advocateId());
    }

    private static Result shown(Transaction tx, Written written, Call call) {
        AdvocateReader reader = new AdvocateReader(tx, call.today());
        Advocate advocate = reader.find(written.advocateId()).orElseThrow().advocate();
        String entryId = written.entryId();
        return new Result(
                advocate,
                entryId == null ? null : reader.contribution(advocate, entryId),
                call.now());
    }

    private static Answer<AdvocacyAnswer> profile(Transaction tx, AdvocacyInput input, Call call) {
        AdvocateReader reader = new AdvocateReader(tx, call.today());
        Profile found = reader.find(advocateId(input)).orElse(null);
        if (found == null) {
            return Answer.refused(
                    Refusal.notFound("advocate_id", "no advocate has this advocate_id")
                            .expected("an advocate_id from list_advocates"));
        }
        Entries entries = reader.contributions(found.advocate());
        List<AdvocateContribution> shown =
                entries.shown()
                        .subList(0, AnswerBudget.USUAL.fitting(entries.shown(), List.of(found)));
        return Answer.of(
                AdvocacyAnswer.profile(
                        found.advocate(),
                        shown,
                        found.recommendations(),
                        shown.size() < entries.totalCount()
                                ? List.of(
                                        new Truncation(
                                                "contributions",
                                                shown.size(),
                                                entries.totalCount()))
                                : null,
                        call.now()));
    }

    /** The client asked for; absent for all. */
    private record Wanted(@Nullable String clientId) {}

    private Answer<Wanted> client(Transaction tx, AdvocacyInput input) {
        String reference = input.clientId();
        return reference == null
                ? Answer.of(new Wanted(null))
                : clients.resolve(tx, reference).map(client -> new Wanted(client.clientId()));
    }

    private Answer<AdvocacyAnswer> list(
            Transaction tx, AdvocacyInput input, Wanted wanted, Call call) {
        AdvocateFilter filter = input.advocates(wanted.clientId());
        String digest = Cursors.digest("advocates", filter);
        return cursors.start(digest, input.cursor(), AdvocateReader.Position::of)
                .map(
                        from -> {
                            AdvocateReader reader = new AdvocateReader(tx, call.today());
                            Page<Advocate> page =
                                    Page.of(
                                            reader.page(filter, from.position(), input.limit() + 1),
                                            input.limit(),
                                            reader.count(filter),
                                            budget(input),
                                            List.of(),
                                            last ->
                                                    cursors.after(
                                                            digest,
                                                            AdvocateReader.Position.values(last)));
                            return AdvocacyAnswer.advocates(page, call.now());
                        });
    }

    private Answer<AdvocacyAnswer> candidates(
            Transaction tx, AdvocacyInput input, Wanted wanted, Call call) {
        CandidateFilter filter = input.candidates(wanted.clientId());
        String digest = Cursors.digest("advocate_candidates", filter);
        return cursors.start(digest, input.cursor(), CandidateReader.Position::of)
                .map(
                        from -> {
                            CandidateReader reader = new CandidateReader(tx, call.now());
                            List<DataGap> gaps = reader.gaps();
                            CandidateReader.Found found =
                                    reader.page(filter, from.position(), input.limit() + 1);
                            Page<Candidate> page =
                                    Page.of(
                                            found.candidates(),
                                            input.limit(),
                                            found.totalCount(),
                                            budget(input),
                                            gaps,
                                            last ->
                                                    cursors.after(
                                                            digest,
                                                            CandidateReader.Position.values(last)));
                            return AdvocacyAnswer.candidates(page, gaps, call.now());
                        });
    }

    private static AnswerBudget budget(AdvocacyInput input) {
        return AnswerBudget.of(input.limit(), AdvocacyInput.USUAL_LIMIT);
    }
}
