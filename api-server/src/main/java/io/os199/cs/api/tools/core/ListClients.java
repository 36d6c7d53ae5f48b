package io.os199.cs.api.tools.core;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ScoreFaults;
import io.os199.cs.core.listing.BandFilter;
import io.os199.cs.core.listing.ClientFilter;
import io.os199.cs.core.listing.ClientItem;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.listing.ClientList.Listed;
import io.os199.cs.core.listing.ClientList.Ranked;
import io.os199.cs.core.listing.ClientListPosition;
import io.os199.cs.core.listing.ClientSort;
import io.os199.cs.core.listing.ClientSummary;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.ValueTier;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Cursors.Start;
import io.os199.cs.platform.paging.Page;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

@ToolInfo(
        name = "list_clients",
        title = "List clients",
        description =
                "Finds and ranks accounts by filters joined with AND, with totals over all that"
                        + " matched. One account: get_client_overview; groups: segment_customers.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 5,
        idempotent = true)
public final class ListClients implements Tool<ListClients.Input, ListClients.Output> {
    private static final int USUAL_LIMIT = 50;
    private static final List<ClientStatus> SERVED =
            List.of(ClientStatus.ACTIVE, ClientStatus.PAUSED);

    public record Input(
            @Nullable @Size(min = 2, max = 100) @Doc("Part of name, company or external id")
                    String search,
            @Nullable List<Tier> tierFilter,
            @Nullable List<LifecycleStage> lifecycleStageFilter,
            @Nullable List<BandFilter> healthBandFilter,
            @Nullable List<ValueTier> valueTierFilter,
            @Default("active,paused") List<ClientStatus> statusFilter,
            @Nullable @DecimalMin("0") @DecimalMax("100") BigDecimal healthScoreMin,
            @Nullable @DecimalMin("0") @DecimalMax("100") BigDecimal healthScoreMax,
            @Nullable List<HealthTrend> healthTrendFilter,
            @Nullable @Size(max = 200) @Doc("'none': without owner") String csmFilter,
            @Nullable @Size(max = 20) List<String> industryFilter,
            @Nullable @Size(max = 20) List<String> tagFilter,
            @Nullable @Size(max = 60) String segmentId,
            @Nullable @Min(0) @Max(730) Integer renewalWithinDays,
            @Nullable @DecimalMin("0") BigDecimal arrMin,
            @Nullable @DecimalMin("0") BigDecimal arrMax,
            @Nullable @Min(1) @Max(730) @Doc("Last engagement older, or none")
                    Integer noEngagementDays,
            @Default("name") ClientSort sortBy,
            @Default("asc") ClientSort.Order sortOrder,
            @Default(value = "50", listed = false) @Min(1) @Max(200) int limit,
            @Nullable @Size(max = Cursors.LONGEST) String cursor) {}

    public record Output(
            List<ClientItem> items,
            long totalCount,
            @Nullable String nextCursor,
            ClientSummary summary,
            @Doc("As understood") ObjectNode filters) {}

    private final Database database;
    private final ClientAnswers answers;
    private final Cursors cursors;

    public ListClients(Database database, ClientAnswers answers, Cursors cursors) {
        this.database = database;
        this.answers = answers;
        this.cursors = cursors;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        List<Fault> faults = bounds(input);
        if (!faults.isEmpty()) {
            return Answer.refused(Refusal.invalid(faults));
        }
        String digest = Cursors.digest("clients", input);
        return cursors.start(digest, input.cursor(), ListClients::position)
                .then(start -> answer(input, call, digest, start));
    }

    private Answer<Output> answer(
            Input input, Call call, String digest, Start<ClientListPosition> start) {
        ClientFilter filter = filter(input);
        ClientList list = new ClientList(database, filter, call.now());
        Optional<Refusal> unknown = list.unknownSegment();
        if (unknown.isPresent()) {
            return Answer.refused(unknown.get());
        }
        String key =
                String.join(
                        ":",
                        digest,
                        Integer.toString(input.limit()),
                        Objects.requireNonNullElse(input.cursor(), ""),
                        call.today().toString());
        Output output = answers.list(key, Output.class, () -> read(list, input, digest, start));
        return output.totalCount() > 0
                ? Answer.of(output)
                : list.unknownCsm("csm_filter")
                        .<Answer<Output>>map(Answer::refused)
                        .orElseGet(() -> Answer.of(output));
    }

    private Output read(
            ClientList list, Input input, String digest, Start<ClientListPosition> start) {
        Listed listed =
                list.read(input.sortBy(), input.sortOrder(), start.position(), input.limit() + 1);
        ClientSummary summary = listed.summary();
        ObjectNode filters = understood(input);
        Page<Ranked> page =
                Page.of(
                        listed.rows(),
                        input.limit(),
                        summary.clientCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        List.of(summary, filters),
                        last ->
                                cursors.after(
                                        digest,
                                        Arrays.asList(
                                                last.position().value(),
                                                last.position().clientId())));
        return new Output(
                page.items().stream().map(Ranked::item).toList(),
                page.totalCount(),
                page.nextCursor(),
                summary,
                filters);
    }

    private static ClientListPosition position(List<@Nullable String> last) {
        return new ClientListPosition(last.getFirst(), Objects.requireNonNull(last.getLast()));
    }

    private static ClientFilter filter(Input input) {
        return new ClientFilter(
                input.search() == null ? null : input.search().strip(),
                all(input.tierFilter()),
                all(input.lifecycleStageFilter()),
                all(input.healthBandFilter()),
                all(input.valueTierFilter()),
                statuses(input),
                input.healthScoreMin(),
                input.healthScoreMax(),
                all(input.healthTrendFilter()),
                input.csmFilter(),
                all(input.industryFilter()),
                all(input.tagFilter()),
                input.segmentId(),
                input.renewalWithinDays(),
                input.arrMin(),
                input.arrMax(),
                input.noEngagementDays());
    }

    private static List<ClientStatus> statuses(Input input) {
        return input.statusFilter().isEmpty() ? SERVED : input.statusFilter();
    }

    private static <T> List<T> all(@Nullable List<T> given) {
        return given == null ? List.of() : given;
    }

    private static ObjectNode understood(Input input) {
        ObjectNode filters = (ObjectNode) Json.tree(input);
        filters.remove(List.of("limit", "cursor"));
        filters.set("status_filter", Json.tree(statuses(input)));
        return filters;
    }

    private static List<Fault> bounds(Input input) {
        List<Fault> faults = new ArrayList<>();
        cross(
                faults,
                "health_score_min",
                input.healthScoreMin(),
                "health_score_max",
                input.healthScoreMax());
        cross(faults, "arr_min", input.arrMin(), "arr_max", input.arrMax());
        faults.addAll(ScoreFaults.of("health_score_min", input.healthScoreMin()));
        faults.addAll(ScoreFaults.of("health_score_max", input.healthScoreMax()));
        return faults;
    }

    private static void cross(
            List<Fault> faults,
            String lowest,
            @Nullable BigDecimal min,
            String highest,
            @Nullable BigDecimal max) {
        if (min != null && max != null && min.compareTo(max) > 0) {
            String message =
                    "%s %s is above %s %s"
                            .formatted(lowest, min.toPlainString(), highest, max.toPlainString());
            faults.add(new Fault(lowest, message, "at most " + highest));
            faults.add(new Fault(highest, message, "at least " + lowest));
        }
    }
}
