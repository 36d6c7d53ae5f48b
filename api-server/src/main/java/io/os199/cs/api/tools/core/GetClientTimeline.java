package io.os199.cs.api.tools.core;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.history.TimelineFilter;
import io.os199.cs.core.history.TimelineItem;
import io.os199.cs.core.history.TimelineReader;
import io.os199.cs.core.history.TimelineReader.Position;
import io.os199.cs.core.history.TimelineSummary;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

@ToolInfo(
        name = "get_client_timeline",
        title = "Client timeline",
        description =
                "What happened to one account, newest first, with counts, milestones and the "
                        + "longest silence. The present state: get_client_overview.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 5,
        idempotent = true)
public final class GetClientTimeline
        implements Tool<GetClientTimeline.Input, GetClientTimeline.Output> {
    private static final int USUAL_LIMIT = 50;
    private static final int USUAL_DAYS = 90;
    private static final int LONGEST_DAYS = 3_660;
    private static final AnswerBudget MILESTONES = new AnswerBudget(10_000);

    public record Input(
            String clientId,
            @Nullable LocalDate periodStart,
            @Nullable @Doc("Excluded; default: tomorrow") LocalDate periodEnd,
            @Nullable List<EventType> eventTypes,
            @Nullable Impact impact,
            @Default(value = "false", listed = false) boolean milestonesOnly,
            @Default(value = "50", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor) {}

    public record Output(
            String clientId,
            String clientName,
            LocalDate periodStart,
            LocalDate periodEnd,
            List<TimelineItem> items,
            long totalCount,
            @Nullable String nextCursor,
            TimelineSummary summary,
            List<TimelineItem> milestones,
            TimelineSummary.@Nullable Balance balance,
            List<Truncation> truncated) {}

    private final Database database;
    private final ClientDirectory directory;
    private final ClientAnswers answers;
    private final Cursors cursors;

    public GetClientTimeline(
            Database database, ClientDirectory directory, ClientAnswers answers, Cursors cursors) {
        this.database = database;
        this.directory = directory;
        this.answers = answers;
        this.cursors = cursors;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        LocalDate start =
                input.periodStart() != null
                        ? input.periodStart()
                        : call.today().minusDays(USUAL_DAYS - 1);
        LocalDate end = input.periodEnd() != null ? input.periodEnd() : call.today().plusDays(1);
        if (!end.isAfter(start) || ChronoUnit.DAYS.between(start, end) > LONGEST_DAYS) {
            return Answer.refused(wrongPeriod(start, end));
        }
        return database.<Answer<ClientRef>>read(tx -> directory.resolve(tx, input.clientId()))
                .then(client -> answer(input, call, client, filter(input, client, start, end)));
    }

    private static TimelineFilter filter(
            Input input, ClientRef client, LocalDate start, LocalDate end) {
        return new TimelineFilter(
                client.clientId(),
                start,
                end,
                input.eventTypes() == null ? List.of() : input.eventTypes(),
                input.impact(),
                input.milestonesOnly());
    }

    private Answer<Output> answer(Input input, Call call, ClientRef client, TimelineFilter filter) {
        String digest = Cursors.digest("timeline", filter);
        return position(digest, input.cursor())
                .map(
                        last ->
                                answers.timeline(
                                        client.clientId(),
                                        String.join(
                                                ":",
                                                digest,
                                                Integer.toString(input.limit()),
                                                Objects.requireNonNullElse(input.cursor(), ""),
                                                Boolean.toString(call.seesPersonalData())),
                                        Output.class,
                                        () ->
                                                database.snapshot(
                                                        tx ->
                                                                read(
                                                                        tx,
                                                                        call,
                                                                        client,
                                                                        filter,
                                                                        last,
                                                                        input.limit(),
                                                                        digest))));
    }

    /** Returns the position of a page; the first begins before everything that a period can hold. */
    private Answer<Position> position(String digest, @Nullable String cursor) {
        return cursor == null
                ? Answer.of(Position.NEWEST)
                : cursors.open(digest, cursor)
                        .map(
                                last ->
                                        new Position(
                                                Objects.requireNonNull(last.getFirst()),
                                                Objects.requireNonNull(last.getLast())));
    }

    private Output read(
            Transaction tx,
            Call call,
            ClientRef client,
            TimelineFilter filter,
            Position last,
            int limit,
            String digest) {
        TimelineReader reader = new TimelineReader(tx, call.seesPersonalData());
        TimelineSummary summary = reader.summary(filter);
        List<TimelineItem> milestones = reader.milestones(filter);
        List<TimelineItem> shown = milestones.subList(0, MILESTONES.fitting(milestones, List.of()));
        Page<TimelineItem> page =
                Page.of(
                        reader.events(filter, last, limit + 1),
                        limit,
                        summary.eventCount(),
                        AnswerBudget.of(limit, USUAL_LIMIT),
                        List.of(summary, shown),
                        item ->
                                cursors.after(
                                        digest,
                                        List.of(item.occurredAt().toString(), item.eventId())));
        return new Output(
                client.clientId(),
                client.clientName(),
                filter.periodStart(),
                filter.periodEnd(),
                page.items(),
                page.totalCount(),
                page.nextCursor(),
                summary,
                shown,
                summary.balance(),
                shown.size() < summary.milestoneCount()
                        ? List.of(
                                new Truncation(
                                        "milestones", shown.size(), summary.milestoneCount()))
                        : List.of());
    }

    private static Refusal wrongPeriod(LocalDate start, LocalDate end) {
        String message =
                "the period from period_start %s to period_end %s has to have 1 to 3,660 days"
                        .formatted(start, end);
        return Refusal.invalid(
                List.of(
                        new Refusal.Fault("period_start", message, "a date before period_end"),
                        new Refusal.Fault(
                                "period_end",
                                message,
                                "a date 1 to 3,660 days after period_start")));
    }
}
