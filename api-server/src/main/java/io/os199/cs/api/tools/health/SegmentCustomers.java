package io.os199.cs.api.tools.health;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.JobHandle;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.ReadInParts;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.health.segments.Criterion;
import io.os199.cs.health.segments.CriterionFaults;
import io.os199.cs.health.segments.SegmentOrder;
import io.os199.cs.health.segments.SegmentReader;
import io.os199.cs.health.segments.SegmentReport;
import io.os199.cs.health.segments.SegmentSaving;
import io.os199.cs.health.segments.SegmentationType;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The portfolio in segments, with figures and a strategy for each. */
@ToolInfo(
        name = "segment_customers",
        title = "Segment customers",
        description =
                "Splits the portfolio by value, usage, health, industry, stage or own "
                        + "criteria, with a strategy each; save: true keeps them. VIPs: "
                        + "segment_by_value_tier; paging: list_clients.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class SegmentCustomers
        implements Tool<SegmentCustomers.Input, SegmentCustomers.Output> {
    private final Database database;
    private final ClientAnswers answers;
    private final JobCalls jobs;

    SegmentCustomers(Database database, ClientAnswers answers, JobCalls jobs) {
        this.database = database;
        this.answers = answers;
        this.jobs = jobs;
    }

    public record Input(
            SegmentationType segmentationType,
            @Nullable
                    @ReadInParts
                    @Size(max = 10)
                    @Doc(
                            "All must hold. custom: who is in; else who is looked at. between: two"
                                    + " values")
                    List<Criterion> criteria,
            @Nullable @Size(min = 1, max = 100) @Doc("custom needs it") String segmentName,
            @Nullable @Size(min = 1, max = 6) @Doc("Ascending") List<BigDecimal> arrThresholds,
            @Default(value = "5", listed = false) @Min(1) @Max(1000) int minSegmentSize,
            @Default(value = "true", listed = false) boolean includeRecommendations,
            @Default(value = "true", listed = false) boolean benchmarkAnalysis,
            @Default(value = "0", listed = false) @Min(0) @Max(50) int membersPerSegment,
            @Default("false") boolean save,
            @Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds,
            @Nullable @Size(max = 100) String idempotencyKey) {}

    /** The split, or the progress of the job that saves it. */
    public record Output(@JsonUnwrapped @Nullable SegmentReport report, @Nullable JobHandle job) {}

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        if (input.criteria() != null) {
            faults.addAll(CriterionFaults.of("criteria", input.criteria(), unread));
        }
        thresholds(input, unread, faults);
        if (input.segmentationType() == SegmentationType.CUSTOM) {
            custom(input, unread, faults);
        }
        return faults;
    }

    private static void thresholds(Input input, Set<String> unread, List<Fault> faults) {
        List<BigDecimal> thresholds = input.arrThresholds();
        if (thresholds == null) {
            return;
        }
        if (!unread.contains("segmentation_type")
                && input.segmentationType() != SegmentationType.VALUE_BASED) {
            faults.add(
                    new Fault(
                            "arr_thresholds",
                            "arr_thresholds is used by value_based alone; leave it out",
                            "absent"));
        }
        for (int i = 1; i < thresholds.size(); i++) {
            if (thresholds.get(i).compareTo(thresholds.get(i - 1)) <= 0) {
                faults.add(
                        new Fault(
                                "arr_thresholds",
                                "arr_thresholds[%d] %s is not above the one before, %s"
                                        .formatted(
                                                i,
                                                thresholds.get(i).toPlainString(),
                                                thresholds.get(i - 1).toPlainString()),
                                "1 to 6 ascending amounts"));
                return;
            }
        }
    }

    private static void custom(Input input, Set<String> unread, List<Fault> faults) {
        String name = input.segmentName();
        boolean areUnread = unread.stream().anyMatch(each -> each.startsWith("criteria"));
        if (!areUnread && (input.criteria() == null || input.criteria().isEmpty())) {
            faults.add(
                    new Fault(
                            "criteria",
                            "criteria is needed by custom; send 1 to 10 rules",
                            "1 to 10 rules"));
        }
        if (name == null || UntrustedText.name(name).isEmpty()) {
            faults.add(
                    new Fault(
                            "segment_name",
                            "segment_name is needed by custom; send 1 to 100 characters",
                            "text of 1 to 100 characters"));
        } else if (UntrustedText.name(name).equalsIgnoreCase("rest")) {
            faults.add(
                    new Fault(
                            "segment_name",
                            "segment_name rest is taken: it stands for the clients outside the"
                                    + " segment; send another name",
                            "another name"));
        }
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        SegmentOrder order = order(input);
        if (!input.save()) {
            return Answer.of(
                    new Output(
                            answers.list(
                                    "segments:" + call.today() + ":" + Json.write(order),
                                    SegmentReport.class,
                                    () ->
                                            database.snapshot(
                                                    tx ->
                                                            new SegmentReader(tx, order, call.now())
                                                                    .read())),
                            null));
        }
        if (!call.has(Scope.CS_WRITE)) {
            return Answer.refused(
                    NeededScopes.refusal("saving needs cs:write; send save: false", Scope.CS_WRITE)
                            .field("save"));
        }
        List<String> taken =
                database.read(tx -> new SegmentReader(tx, order, call.now()).namesTaken());
        return taken.isEmpty()
                ? jobs.answer(
                        call,
                        SegmentSaving.TOOL,
                        Json.tree(order),
                        input.waitSeconds(),
                        result ->
                                new Output(Json.read(result.toString(), SegmentReport.class), null),
                        handle -> new Output(null, handle))
                : Answer.refused(
                        Refusal.conflict(SegmentReader.takenMessage(taken)).field("segment_name"));
    }

    private static SegmentOrder order(Input input) {
        return new SegmentOrder(
                input.segmentationType(),
                input.criteria() == null ? List.of() : input.criteria(),
                input.segmentName() == null ? null : UntrustedText.name(input.segmentName()),
                input.arrThresholds() == null
                        ? SegmentOrder.USUAL_THRESHOLDS
                        : input.arrThresholds(),
                input.minSegmentSize(),
                input.includeRecommendations(),
                input.benchmarkAnalysis(),
                input.membersPerSegment());
    }
}
