package io.os199.cs.api.tools.retention;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Severity;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.EscalationHistory;
import io.os199.cs.support.EscalationList;
import io.os199.cs.support.EscalationList.Listed;
import io.os199.cs.support.Escalations;
import io.os199.cs.support.model.Escalation;
import io.os199.cs.support.model.EscalationChange;
import io.os199.cs.support.model.EscalationFigures;
import io.os199.cs.support.model.EscalationFigures.OfCause;
import io.os199.cs.support.model.EscalationFigures.Repeated;
import io.os199.cs.support.model.EscalationFilter;
import io.os199.cs.support.model.EscalationMove;
import io.os199.cs.support.model.EscalationPosition;
import io.os199.cs.support.model.EscalationStatus;
import io.os199.cs.support.model.EscalationSummary;
import io.os199.cs.support.model.NewEscalation;
import io.os199.cs.support.model.RootCause;
import io.os199.cs.support.model.SlaState;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Customers in trouble: escalations opened, worked on and closed against a clock, and those that are late. */
@ToolInfo(
        name = "manage_escalations",
        title = "Escalations",
        description =
                "Lists unsolved escalations, late first; opens and works them."
                        + " Tickets: handle_support_ticket.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class ManageEscalations
        implements Tool<ManageEscalations.Input, ManageEscalations.Output> {
    private static final int USUAL_LIMIT = 50;
    private static final int LONGEST_TEXT = 4_000;
    private static final int SHOWN_UPDATES = 50;

    /** The action to perform. */
    public enum Action {
        LIST,
        GET,
        CREATE,
        ACKNOWLEDGE,
        UPDATE,
        RESOLVE,
        REOPEN,
        CLOSE
    }

    public record Input(
            @Default(value = "list", listed = false) Action action,
            @Nullable
                    @Actions(
                            value = {"get", "acknowledge", "update", "resolve", "reopen", "close"},
                            requiredBy = {
                                "get",
                                "acknowledge",
                                "update",
                                "resolve",
                                "reopen",
                                "close"
                            })
                    @Size(min = 1, max = 60)
                    String escalationId,
            @Nullable
                    @Actions(
                            value = {"list", "create"},
                            requiredBy = "create")
                    String clientId,
            @Nullable @Actions({"list", "create", "update"}) Severity severity,
            @Nullable @Actions(value = "create", requiredBy = "create") @Size(min = 1, max = 200)
                    String title,
            @Nullable @Actions("create") @Size(max = LONGEST_TEXT) String description,
            @Nullable @Actions("create") @Size(min = 1, max = 60) String ticketId,
            @Nullable @Actions({"create", "update"}) @Size(min = 1, max = 200) String owner,
            @Nullable
                    @Actions(
                            value = {"update", "reopen"},
                            requiredBy = "reopen")
                    @Size(min = 1, max = LONGEST_TEXT)
                    String note,
            @Nullable @Actions(value = "resolve", requiredBy = "resolve") RootCause rootCause,
            @Nullable
                    @Actions(value = "resolve", requiredBy = "resolve")
                    @Size(min = 1, max = LONGEST_TEXT)
                    String resolution,
            @Nullable
                    @Actions(
                            value = {"acknowledge", "update", "resolve", "reopen", "close"},
                            requiredBy = {"acknowledge", "update", "resolve", "reopen", "close"})
                    @Min(1)
                    Integer version,
            @Nullable @Actions("list") EscalationStatus status,
            @Nullable @Actions("list") SlaState slaStatus,
            @Default(value = "90", listed = false) @Actions("list") @Min(1) @Max(730)
                    int periodDays,
            @Default(value = "50", listed = false) @Actions("list") @Min(1) @Max(200) int limit,
            @Nullable @Actions("list") @Size(max = Cursors.LONGEST) String cursor,
            @Default(value = "false", listed = false)
                    @Actions({"create", "acknowledge", "update", "resolve", "reopen", "close"})
                    boolean dryRun,
            @Nullable
                    @Actions({"create", "acknowledge", "update", "resolve", "reopen", "close"})
                    @Size(min = 1, max = 100)
                    String idempotencyKey) {}

    /**
     * One escalation, or the list with its figures.
     *
     * @param isDryRun whether this only reports what would happen
     */
    public record Output(
            @Nullable EscalationItem escalation,
            @Nullable List<EscalationItem> items,
            @Nullable Long totalCount,
            @Nullable String nextCursor,
            @Nullable EscalationSummary summary,
            @Nullable Statistics statistics,
            @Nullable List<Truncation> truncated,
            @Nullable Boolean isDryRun,
            LocalDate asOf,
            Instant computedAt,
            Evidence evidence,
            List<DataGap> dataGaps) {

        static Output of(
                EscalationItem item,
                Escalation escalation,
                @Nullable List<Truncation> truncated,
                @Nullable Boolean isDryRun,
                Instant now) {
            return new Output(
                    item,
                    null,
                    null,
                    null,
                    null,
                    null,
                    truncated,
                    isDryRun,
                    day(now),
                    now,
                    Evidence.of(escalation),
                    List.of());
        }
    }

    /**
     * How escalations of the period were handled.
     *
     * @param acknowledgeMetRate of those opened in the period whose clock was stopped or has run out
     * @param resolveMetRate the same for the clock until the first resolution
     * @param resolvedCount those first resolved in the period
     * @param reopenedRate the share of those that were reopened
     */
    public record Statistics(
            int openedCount,
            int resolvedCount,
            @Nullable BigDecimal acknowledgeMetRate,
            @Nullable BigDecimal resolveMetRate,
            @Nullable BigDecimal medianResolveHours,
            @Nullable BigDecimal reopenedRate,
            List<OfCause> byRootCause,
            List<Repeated> repeatClients) {

        static Statistics of(EscalationFigures figures) {
            Double median = figures.medianResolveHours();
            return new Statistics(
                    figures.openedCount(),
                    figures.resolvedCount(),
                    rate(figures.acknowledgeMetCount(), figures.acknowledgeDecidedCount()),
                    rate(figures.resolveMetCount(), figures.resolveDecidedCount()),
                    Rounded.figureOf(median),
                    rate(figures.reopenedCount(), figures.resolvedCount()),
                    figures.byRootCause(),
                    figures.repeatClients());
        }

        private static @Nullable BigDecimal rate(int part, int whole) {
            return whole == 0 ? null : Rounded.rate((double) part / whole);
        }
    }

    /**
     * What the answer was computed from.
     *
     * @param resolveStartedAt when the clock for the resolution began
     * @param periodEnd exclusive
     * @param clocksReadAt in lists: the same instant on all pages
     */
    public record Evidence(
            @Nullable Integer acknowledgeWithinHours,
            @Nullable Integer resolveWithinHours,
            @Nullable Integer updateEveryHours,
            @Nullable Instant resolveStartedAt,
            @Nullable Instant lastUpdateAt,
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Nullable Integer acknowledgeDecidedCount,
            @Nullable Integer resolveDecidedCount,
            @Nullable Instant clocksReadAt) {

        static Evidence of(Escalation escalation) {
            return new Evidence(
                    escalation.times().acknowledgeHours(),
                    escalation.times().resolveHours(),
                    escalation.times().updateHours(),
                    escalation.resolveStartedAt(),
                    escalation.lastUpdateAt(),
                    null,
                    null,
                    null,
                    null,
                    null);
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final Escalations escalations;
    private final Cursors cursors;

    ManageEscalations(
            Database database, ClientDirectory clients, Escalations escalations, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.escalations = escalations;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        visible(faults, "title", input.title());
        visible(faults, "owner", input.owner());
        visible(faults, "note", input.note());
        visible(faults, "resolution", input.resolution());
        boolean changes = input.severity() != null || input.owner() != null || input.note() != null;
        if (input.action() == Action.UPDATE && !changes && unread.isEmpty()) {
            faults.add(
                    new Fault(
                            "note",
                            "update needs a note, a severity or an owner; it has none of them",
                            "note, severity or owner"));
        }
        return faults;
    }

    private static void visible(List<Fault> faults, String field, @Nullable String text) {
        if (text != null && UntrustedText.of(text, LONGEST_TEXT).text().isEmpty()) {
            faults.add(InvisibleText.fault(field));
        }
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        if (input.action() == Action.LIST) {
            return database.snapshot(tx -> list(tx, input, call));
        }
        if (input.action() == Action.GET) {
            return database.snapshot(tx -> get(tx, input, call));
        }
        if (!call.has(Scope.CS_WRITE)) {
            return Answer.refused(NeededScopes.onlyReading("list", "get"));
        }
        return input.dryRun()
                ? database.rehearse(tx -> write(tx, input, call))
                : call.write(Output.class, tx -> write(tx, input, call));
    }

    private Answer<Output> write(Transaction tx, Input input, Call call) {
        Answer<Escalation> written =
                input.action() == Action.CREATE
                        ? clients.resolve(tx, Objects.requireNonNull(input.clientId()))
                                .then(
                                        client ->
                                                escalations.open(
                                                        tx, order(client, input), call.doing()))
                        : escalations.change(tx, change(input), call.doing());
        return written.map(
                escalation ->
                        Output.of(
                                EscalationItem.whole(escalation, call.now(), null),
                                escalation,
                                null,
                                input.dryRun() ? true : null,
                                call.now()));
    }

    private static NewEscalation order(ClientRef client, Input input) {
        return new NewEscalation(
                client.clientId(),
                Objects.requireNonNullElse(input.severity(), Severity.HIGH),
                UntrustedText.name(Objects.requireNonNull(input.title())),
                text(input.description()),
                input.ticketId(),
                name(input.owner()));
    }

    private static EscalationChange change(Input input) {
        return new EscalationChange(
                Objects.requireNonNull(input.escalationId()),
                move(input.action()),
                Objects.requireNonNull(input.version()),
                input.severity(),
                name(input.owner()),
                text(input.note()),
                input.rootCause(),
                text(input.resolution()));
    }

    private static EscalationMove move(Action action) {
        return switch (action) {
            case ACKNOWLEDGE -> EscalationMove.ACKNOWLEDGE;
            case UPDATE -> EscalationMove.UPDATE;
            case RESOLVE -> EscalationMove.RESOLVE;
            case REOPEN -> EscalationMove.REOPEN;
            case CLOSE -> EscalationMove.CLOSE;
            case LIST, GET, CREATE -> throw new IllegalArgumentException(action.name());
        };
    }

    private static @Nullable String name(@Nullable String sent) {
        return sent == null ? null : UntrustedText.name(sent);
    }

    private static @Nullable String text(@Nullable String sent) {
        return sent == null ? null : UntrustedText.of(sent, LONGEST_TEXT).text();
    }

    private static Answer<Output> get(Transaction tx, Input input, Call call) {
        return Escalations.find(tx, Objects.requireNonNull(input.escalationId()), call.today())
                .map(escalation -> whole(tx, escalation, call.now()));
    }

    private static Output whole(Transaction tx, Escalation escalation, Instant now) {
        EscalationHistory history = EscalationHistory.of(tx, escalation, SHOWN_UPDATES);
        List<EscalationItem.Update> updates =
                history.newest().stream().map(EscalationItem.Update::of).toList();
        EscalationItem bare = EscalationItem.whole(escalation, now, List.of());
        List<EscalationItem.Update> shown =
                updates.isEmpty()
                        ? updates
                        : updates.subList(0, AnswerBudget.USUAL.fitting(updates, bare));
        return Output.of(
                EscalationItem.whole(escalation, now, shown),
                escalation,
                cut("escalation.updates", shown, history.totalCount()),
                null,
                now);
    }

    private static @Nullable List<Truncation> cut(String list, List<?> shown, int totalCount) {
        return shown.size() < totalCount
                ? List.of(new Truncation(list, shown.size(), totalCount))
                : null;
    }

    private Answer<Output> list(Transaction tx, Input input, Call call) {
        String reference = input.clientId();
        return reference == null
                ? list(tx, input, null, call)
                : clients.resolve(tx, reference)
                        .then(client -> list(tx, input, client.clientId(), call));
    }

    private Answer<Output> list(Transaction tx, Input input, @Nullable String clientId, Call call) {
        EscalationFilter filter =
                new EscalationFilter(clientId, input.severity(), input.status(), input.slaStatus());
        String digest = Cursors.digest("escalations", filter);
        String cursor = input.cursor();
        return cursor == null
                ? Answer.of(list(tx, input, filter, digest, new Start(call.now(), null), call))
                : cursors.open(digest, cursor)
                        .map(Start::after)
                        .map(start -> list(tx, input, filter, digest, start, call));
    }

    /** Where a page begins, and the instant at which the clocks of its list are read. */
    private record Start(Instant at, @Nullable EscalationPosition after) {
        static Start after(List<@Nullable String> values) {
            return new Start(
                    Instant.parse(Objects.requireNonNull(values.get(0))),
                    new EscalationPosition(
                            Integer.parseInt(Objects.requireNonNull(values.get(1))),
                            Instant.parse(Objects.requireNonNull(values.get(2))),
                            Objects.requireNonNull(values.get(3))));
        }

        static List<String> values(Instant at, EscalationPosition position) {
            return List.of(
                    at.toString(),
                    Integer.toString(position.rank()),
                    position.dueAt().toString(),
                    position.escalationId());
        }
    }

    private Output list(
            Transaction tx,
            Input input,
            EscalationFilter filter,
            String digest,
            Start start,
            Call call) {
        EscalationList list = new EscalationList(tx, filter, start.at());
        List<Listed> listed = list.after(start.after(), input.limit() + 1);
        List<EscalationItem> rows =
                listed.stream()
                        .map(each -> EscalationItem.listed(each.escalation(), start.at()))
                        .toList();
        EscalationSummary summary = list.summary();
        LocalDate today = day(start.at());
        LocalDate from = today.minusDays(input.periodDays() - 1L);
        EscalationFigures figures = list.figures(from.atStartOfDay(ZoneOffset.UTC).toInstant());
        Output rest =
                new Output(
                        null,
                        List.of(),
                        0L,
                        null,
                        summary,
                        Statistics.of(figures),
                        cut(
                                "statistics.repeat_clients",
                                figures.repeatClients(),
                                figures.repeatedCount()),
                        null,
                        today,
                        call.now(),
                        new Evidence(
                                null,
                                null,
                                null,
                                null,
                                null,
                                from,
                                today.plusDays(1),
                                figures.acknowledgeDecidedCount(),
                                figures.resolveDecidedCount(),
                                start.at()),
                        gaps(figures));
        Page<EscalationItem> page =
                Page.of(
                        rows,
                        input.limit(),
                        list.count(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        rest,
                        last ->
                                cursors.after(
                                        digest, Start.values(start.at(), position(listed, last))));
        return new Output(
                null,
                page.items(),
                page.totalCount(),
                page.nextCursor(),
                rest.summary(),
                rest.statistics(),
                rest.truncated(),
                null,
                rest.asOf(),
                rest.computedAt(),
                rest.evidence(),
                rest.dataGaps());
    }

    private static EscalationPosition position(List<Listed> listed, EscalationItem last) {
        return listed.stream()
                .map(Listed::position)
                .filter(each -> each.escalationId().equals(last.escalationId()))
                .findFirst()
                .orElseThrow();
    }

    private static List<DataGap> gaps(EscalationFigures figures) {
        List<DataGap> gaps = new ArrayList<>();
        if (figures.acknowledgeDecidedCount() == 0 || figures.resolveDecidedCount() == 0) {
            gaps.add(
                    new DataGap(
                            figures.resolveDecidedCount() > 0
                                    ? "statistics.acknowledge_met_rate"
                                    : "statistics.resolve_met_rate",
                            "none_decided",
                            "No escalation opened in the period was dealt with or came due; take a"
                                    + " longer period_days"));
        }
        if (figures.resolvedCount() == 0) {
            gaps.add(
                    new DataGap(
                            "statistics.median_resolve_hours",
                            "none_resolved",
                            "No escalation was resolved in the period; take a longer period_days"));
        }
        return gaps;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
