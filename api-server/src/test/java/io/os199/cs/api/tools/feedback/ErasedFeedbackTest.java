package io.os199.cs.api.tools.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.communication.mail.Colleagues;
import io.os199.cs.communication.mail.StaffMails;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.feedback.analysis.SentimentWork;
import io.os199.cs.feedback.insight.Insights;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.person.Erasure;
import io.os199.cs.person.PlantedPerson;
import io.os199.cs.person.Wanted;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** What an erased person said, wherever the tools had shown it. */
class ErasedFeedbackTest {
    private static final List<String> WORDS = List.of("terrible", "we hate", "call me", "larch");

    private final VoiceFixture voice = new VoiceFixture();
    private final FeedbackFixture on = voice.on;

    @AfterEach
    void close() {
        voice.close();
    }

    /**
     * Gives feedback four times on the same topic, three times by one person, and uses it in every way that keeps its
     * words.
     */
    @BeforeEach
    void tell() {
        List<String> ids = new ArrayList<>();
        for (String title : List.of("Larch again", "The console is terrible", "Zebrafish")) {
            ids.add(
                    said(
                            "a",
                            title,
                            "The zebrafish console is terrible and we hate... Larch here, call me.",
                            "larch@acme.example', 'submitter_name': 'Larch Mockwell"));
        }
        said("b", "Docs", "The zebrafish console is slow without docs", "bo@beta.example");
        keep(voice.job("create_voc_report", ""));
        voice.ok("create_voc_report", "'client_id': 'client_a'");
        keep(items());
        ShareProductInsights sharing =
                new ShareProductInsights(
                        on.server.database(),
                        new Insights(
                                on.features.directory(),
                                new StaffMails(true),
                                new Timeline(),
                                new AuditLog(on.clock),
                                ClientAnswers.unkept()),
                        Colleagues.of(List.of("our.example")));
        on.ok(
                sharing,
                InsightsFixture.share(
                        "'" + String.join("', '", ids) + "'",
                        ", 'target_recipients': ['kim@our.example'], 'idempotency_key': 'share'"));
    }

    private String said(String client, String title, String content, String email) {
        return on.product(
                        "client_" + client,
                        title,
                        content,
                        ", 'idempotency_key': '%d', 'submitter_email': '%s'"
                                .formatted(title.length(), email))
                .path("feedback_id")
                .asText();
    }

    /** Stores the result of the job that was requested last. */
    private void keep(JsonNode result) {
        on.execute(
                "update jobs set status = 'completed', result = '%s' where result is null"
                        .formatted(result.toString().replace("'", "''")));
    }

    private JsonNode items() {
        JsonNode handle =
                on.ok(
                        new AnalyzeFeedbackSentiment(
                                on.server.database(),
                                on.features.directory(),
                                ClientAnswers.unkept(),
                                new JobCalls(
                                        ToolFixture.jobs(on.server, on.clock),
                                        on.features.auditLog()),
                                voice.cursors),
                        "{'wait_seconds': 0, 'include_items': true}");
        String jobId = handle.at("/job/job_id").asText();
        RunningJob job =
                new RunningJob(
                        jobId,
                        SentimentWork.TOOL,
                        "key_admin",
                        Json.read(
                                on.value(
                                        "select arguments from jobs where job_id = '"
                                                + jobId
                                                + "'"),
                                JsonNode.class),
                        on.clock.instant());
        return on.server.database().write(tx -> new SentimentWork(voice.cursors).run(tx, job));
    }

    @Test
    void isToldNoMore() {
        assertThat(PlantedPerson.traces(on.server, WORDS).keySet())
                .contains(
                        "public.feedback",
                        "public.feedback_phrases",
                        "public.idempotency_keys",
                        "public.jobs",
                        "public.staff_mails",
                        "public.voc_reports");
        on.server
                .database()
                .write(
                        tx ->
                                new Erasure(
                                                new AuditLog(on.clock),
                                                ClientAnswers.unkept(),
                                                on.clock)
                                        .erase(
                                                tx,
                                                new Actor("operator", null),
                                                new Wanted("larch@acme.example", List.of(), true)));
        assertThat(PlantedPerson.traces(on.server, WORDS)).isEmpty();
        assertThat(on.value("select body_text || ' ' || status from staff_mails"))
                .isEqualTo("[erased] failed");
        assertThat(
                        on.value(
                                "select count(*) from feedback_phrases where phrase = 'zebrafish"
                                        + " console'"))
                .isEqualTo("4");
        assertThat(voice.ok("generate_executive_summary", "'client_id': 'client_a'").toString())
                .contains("\"phrase_text\":\"zebrafish console\",\"quote_text\":\"[erased]\"");
    }
}
