package io.os199.cs.api.tools.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.feedback.voice.job.VoiceWork;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;

import java.util.List;

/** The voice-of-customer tool over the three clients of {@link FeedbackFixture}, at noon on 2026-06-30. */
final class VoiceFixture implements AutoCloseable {
    final FeedbackFixture on = new FeedbackFixture();
    final Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), on.clock);
    final ManageVoiceOfCustomer tool =
            new ManageVoiceOfCustomer(
                    new VoiceReading(
                            on.server.database(),
                            on.features.directory(),
                            on.features.voiceReports(),
                            new JobCalls(
                                    ToolFixture.jobs(on.server, on.clock), on.features.auditLog()),
                            cursors),
                    new VoiceWriting(
                            on.server.database(),
                            on.features.loopClosing(),
                            on.features.roadmap()));
    private int number;

    /** Adds feedback received this many days ago; returns its id. */
    String item(String client, int daysAgo, String priority, String status) {
        number++;
        String id = "feedback_%02d".formatted(number);
        on.execute(
                """
                insert into feedback (client_id, feedback_id, type, source, title, category, priority, status, assigned_team,
                    received_at)
                values ('client_%s', '%s', 'feature_request', 'email', 'Wish %d', 'product', '%s', '%s', 'product',
                    timestamptz '2026-06-30T08:00:00Z' - interval '%d days')
                """
                        .formatted(client, id, number, priority, status, daysAgo));
        return id;
    }

    /** Adds feedback received {@code daysAgo} and closed {@code after} days later. */
    String closed(String client, int daysAgo, int after) {
        String id = item(client, daysAgo, "low", "closed");
        on.execute(
                """
                update feedback set loop_outcome = 'answered', loop_closed_at = received_at + interval '%1$d days',
                    decided_at = received_at + interval '%1$d days'
                where feedback_id = '%2$s'
                """
                        .formatted(after, id));
        return id;
    }

    /** Adds a contact at a client who can be written to. */
    void contact(String client, String name) {
        on.execute(
                """
                insert into contacts (client_id, contact_id, email, name, role)
                values ('client_%1$s', 'contact_%1$s_%2$s', '%2$s@%1$s.example', '%2$s Byron', 'user')
                """
                        .formatted(client, name));
    }

    /** Sets who gave the feedback. */
    void said(String feedbackId, String email) {
        on.execute(
                "update feedback set contact_email = '%s' where feedback_id = '%s'"
                        .formatted(email, feedbackId));
    }

    JsonNode ok(String action, String more) {
        return on.ok(tool, arguments(action, more));
    }

    JsonNode refused(String action, String more) {
        return on.refused(tool, arguments(action, more));
    }

    ToolResult as(Principal principal, String action, String more) {
        return on.as(principal, tool, arguments(action, more));
    }

    static String arguments(String action, String more) {
        return "{'action': '" + action + "'" + (more.isEmpty() ? "" : ", " + more) + "}";
    }

    /** Calls until it is confirmed, and returns the result. */
    JsonNode confirmed(String action, String more) {
        JsonNode asked = refused(action, more);
        assertThat(asked.path("code").asText()).as("%s", asked).isEqualTo("confirmation_required");
        return ok(action, more + ", 'confirmation_token': '" + token(asked) + "'");
    }

    static String token(JsonNode asked) {
        return asked.findValue("confirmation_token").asText();
    }

    /** Asks for a job as a caller does and processes it as a worker does; returns the result as the job stores it. */
    JsonNode job(Principal principal, String action, String more) {
        String separator = more.isEmpty() ? "" : ", ";
        JsonNode handle = as(principal, action, "'wait_seconds': 0" + separator + more).content();
        return run(principal, handle.at("/job/job_id").asText());
    }

    JsonNode job(String action, String more) {
        return job(ToolFixture.ADMIN, action, more);
    }

    JsonNode run(Principal principal, String jobId) {
        String arguments = on.value("select arguments from jobs where job_id = '" + jobId + "'");
        RunningJob job =
                new RunningJob(
                        jobId,
                        VoiceWork.TOOL,
                        principal.id(),
                        Json.read(arguments, JsonNode.class),
                        on.clock.instant());
        return on.server
                .database()
                .write(tx -> new VoiceWork(on.features.voiceReports(), cursors).run(tx, job));
    }

    static List<String> rules(JsonNode answer, String list) {
        return answer.path(list).findValuesAsText("rule_id");
    }

    @Override
    public void close() {
        on.close();
    }
}
