package io.os199.cs.feedback.voice.job;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Doing;
import io.os199.cs.feedback.voice.loop.LoopReader;
import io.os199.cs.feedback.voice.program.VoiceProgramReader;
import io.os199.cs.feedback.voice.report.ReportOrder;
import io.os199.cs.feedback.voice.report.VoiceReport;
import io.os199.cs.feedback.voice.report.VoiceReports;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SingleWork;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;

import java.util.Objects;

/** The jobs of the program over the whole portfolio; of their results, only reports are stored. */
public final class VoiceWork implements SingleWork {
    public static final String TOOL = "manage_voice_of_customer";

    private final VoiceReports reports;
    private final Cursors cursors;

    public VoiceWork(VoiceReports reports, Cursors cursors) {
        this.reports = reports;
        this.cursors = cursors;
    }

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public JsonNode run(Transaction tx, RunningJob job) {
        VoiceOrder order = Json.read(job.arguments().toString(), VoiceOrder.class);
        return Json.tree(answer(tx, job, order), order.seesPersonalData());
    }

    private Record answer(Transaction tx, RunningJob job, VoiceOrder order) {
        return switch (order.kind()) {
            case REPORT ->
                    VoiceReport.of(
                            reports.create(
                                    tx,
                                    new ReportOrder(
                                            null,
                                            order.scope(),
                                            Objects.requireNonNull(order.reportType()),
                                            Objects.requireNonNull(order.audience())),
                                    cursors,
                                    new Doing(
                                            new Actor(job.principal(), null),
                                            TOOL,
                                            job.submittedAt())));
            case LOOPS ->
                    new LoopReader(tx, order.scope())
                            .read(null, order.limit(), order.after(), cursors, job.submittedAt());
            case PROGRAM -> new VoiceProgramReader(tx, order.scope()).read(job.submittedAt());
        };
    }
}
