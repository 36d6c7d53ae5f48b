package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tools.feedback.VoiceAnswer.Summary;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.feedback.voice.job.VoiceOrder;
import io.os199.cs.feedback.voice.job.VoiceWork;
import io.os199.cs.feedback.voice.loop.LoopReader;
import io.os199.cs.feedback.voice.loop.LoopReader.Position;
import io.os199.cs.feedback.voice.loop.LoopReport;
import io.os199.cs.feedback.voice.program.VoiceProgramReport;
import io.os199.cs.feedback.voice.report.ReportOrder;
import io.os199.cs.feedback.voice.report.VoiceReport;
import io.os199.cs.feedback.voice.report.VoiceReports;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Cursors.Start;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.function.Function;

/** The reading actions of {@code manage_voice_of_customer}: reports, loops, and the effectiveness of the program. */
final class VoiceReading {
    private final Database database;
    private final ClientDirectory clients;
    private final VoiceReports reports;
    private final JobCalls jobs;
    private final Cursors cursors;

    VoiceReading(
            Database database,
            ClientDirectory clients,
            VoiceReports reports,
            JobCalls jobs,
            Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.reports = reports;
        this.jobs = jobs;
        this.cursors = cursors;
    }

    Answer<VoiceAnswer> create(VoiceInput input, Call call) {
        if (!call.has(Scope.CS_WRITE)) {
            return Answer.refused(
                    NeededScopes.onlyReading(
                            "generate_executive_summary",
                            "track_feedback_loop",
                            "measure_program_effectiveness"));
        }
        String reference = input.clientId();
        return reference == null
                ? job(VoiceOrder.Kind.REPORT, input, null, call)
                : call.write(
                                VoiceReport.class,
                                tx ->
                                        clients.resolve(tx, reference)
                                                .map(client -> made(tx, client, input, call)))
                        .map(VoiceAnswer::of);
    }

    private VoiceReport made(Transaction tx, ClientRef client, VoiceInput input, Call call) {
        return VoiceReport.of(
                reports.create(
                        tx,
                        new ReportOrder(
                                client,
                                input.scope(client.clientId(), call.today()),
                                input.type(),
                                input.targetAudience()),
                        cursors,
                        call.doing()));
    }

    Answer<VoiceAnswer> summarize(VoiceInput input) {
        return database.read(tx -> summarize(tx, input)).map(VoiceAnswer::of);
    }

    private Answer<Summary> summarize(Transaction tx, VoiceInput input) {
        String reportId = input.reportId();
        if (reportId != null) {
            return reports.find(tx, reportId)
                    .map(Summary::of)
                    .map(Answer::of)
                    .orElseGet(
                            () ->
                                    Answer.refused(
                                            Refusal.notFound(
                                                            "report_id",
                                                            "no report has this report_id")
                                                    .expected(
                                                            "a report_id from create_voc_report,"
                                                                    + " or none for the newest")));
        }
        String reference = input.clientId();
        return reference == null
                ? newest(tx, null, input)
                : clients.resolve(tx, reference)
                        .then(client -> newest(tx, client.clientId(), input));
    }

    private Answer<Summary> newest(Transaction tx, @Nullable String clientId, VoiceInput input) {
        LocalDate start = input.periodStart();
        LocalDate end = input.periodEnd();
        return reports.newest(tx, clientId, input.reportType(), start, end)
                .map(Summary::of)
                .map(Answer::of)
                .orElseGet(() -> Answer.refused(none(clientId, input)));
    }

    private static Refusal none(@Nullable String clientId, VoiceInput input) {
        StringBuilder call = new StringBuilder("action create_voc_report");
        add(call, "client_id", clientId);
        add(
                call,
                "report_type",
                input.reportType() == null ? null : Json.tree(input.reportType()).asText());
        add(call, "period_start", input.periodStart());
        add(call, "period_end", input.periodEnd());
        return Refusal.failedPrecondition("no report of this scope and period is stored")
                .hint("Create it first: manage_voice_of_customer with " + call);
    }

    private static void add(StringBuilder call, String field, @Nullable Object value) {
        if (value != null) {
            call.append(", ").append(field).append(' ').append(value);
        }
    }

    Answer<VoiceAnswer> track(VoiceInput input, Call call) {
        String reference = input.clientId();
        if (reference == null) {
            return start(input.scope(null, call.today()), input.cursor())
                    .then(start -> job(VoiceOrder.Kind.LOOPS, input, start.position(), call));
        }
        return database.snapshot(
                        tx ->
                                clients.resolve(tx, reference)
                                        .then(client -> track(tx, client, input, call)))
                .map(VoiceAnswer::of);
    }

    private Answer<LoopReport> track(
            Transaction tx, ClientRef client, VoiceInput input, Call call) {
        VoiceScope scope = input.scope(client.clientId(), call.today());
        return start(scope, input.cursor())
                .map(
                        start ->
                                new LoopReader(tx, scope)
                                        .read(
                                                client,
                                                input.limit(),
                                                start.position(),
                                                cursors,
                                                call.now()));
    }

    private Answer<Start<Position>> start(VoiceScope scope, @Nullable String cursor) {
        return cursors.start(LoopReader.digest(scope), cursor, Position::of);
    }

    Answer<VoiceAnswer> measure(VoiceInput input, Call call) {
        return job(VoiceOrder.Kind.PROGRAM, input, null, call);
    }

    private Answer<VoiceAnswer> job(
            VoiceOrder.Kind kind, VoiceInput input, @Nullable Position after, Call call) {
        boolean isReport = kind == VoiceOrder.Kind.REPORT;
        VoiceOrder order =
                new VoiceOrder(
                        kind,
                        input.scope(null, call.today()),
                        isReport ? input.type() : null,
                        isReport ? input.targetAudience() : null,
                        input.limit(),
                        after,
                        call.seesPersonalData());
        Function<String, VoiceAnswer> read =
                switch (kind) {
                    case REPORT -> text -> VoiceAnswer.of(Json.read(text, VoiceReport.class));
                    case LOOPS -> text -> VoiceAnswer.of(Json.read(text, LoopReport.class));
                    case PROGRAM ->
                            text -> VoiceAnswer.of(Json.read(text, VoiceProgramReport.class));
                };
        return jobs.answer(
                call,
                VoiceWork.TOOL,
                Json.tree(order),
                input.waitSeconds(),
                result -> read.apply(result.toString()),
                VoiceAnswer::running);
    }
}
