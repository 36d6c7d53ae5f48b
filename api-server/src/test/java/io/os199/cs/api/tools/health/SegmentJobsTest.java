package io.os199.cs.api.tools.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.ValueTier;
import io.os199.cs.health.model.ServiceLevel;
import io.os199.cs.health.segments.SegmentSaving;
import io.os199.cs.health.tiers.ValueTiering;
import io.os199.cs.jobs.JobEngine;
import io.os199.cs.jobs.TestJobs;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Segments and value tiers through their tools, with a worker's engine in this process. */
class SegmentJobsTest {
    private final TestJobs jobs = new TestJobs(6);
    private final ToolFixture tools = new ToolFixture(jobs.database(), jobs.clock());
    private final AuditLog audit = new AuditLog(jobs.clock());
    private final JobCalls calls = new JobCalls(jobs.jobs(), audit);
    private final List<ServiceLevel> levels =
            Arrays.stream(ValueTier.values())
                    .map(tier -> new ServiceLevel(tier, 30, 90, 10))
                    .toList();
    private final JobEngine engine =
            jobs.engine(
                    new SegmentSaving(new Timeline(), audit, ClientAnswers.unkept(), jobs.clock()),
                    new ValueTiering(
                            levels, new Timeline(), audit, ClientAnswers.unkept(), jobs.clock()));

    @AfterEach
    void close() throws Exception {
        jobs.close();
    }

    @Test
    void aSplitIsSavedByAJobWhoseResultIsTheSplit() throws Exception {
        Tool<?, ?> tool = new SegmentCustomers(jobs.database(), ClientAnswers.unkept(), calls);
        JsonNode result =
                through(
                        tool,
                        "{'segmentation_type': 'custom', 'segment_name': 'All', 'criteria':"
                            + " [{'field': 'tag', 'op': 'is_missing'}], 'members_per_segment': 1,"
                            + " 'save': true, 'wait_seconds': 0, 'idempotency_key': 'k'}");
        assertThat(result.at("/client_count").asInt()).isEqualTo(6);
        assertThat(result.at("/segments/0/segment_id").asText()).startsWith("segment_");
        assertThat(jobs.count("select count(*) from segment_members")).isEqualTo(6);
    }

    @Test
    void tiersAreRankedForReadersAndSavedForWriters() throws Exception {
        Tool<?, ?> tool = new SegmentByValueTier(calls);
        JsonNode result =
                through(tool, "{'save': true, 'wait_seconds': 0, 'idempotency_key': 'k'}");
        assertThat(result.at("/model").asText()).isEqualTo("rfm");
        assertThat(result.at("/client_count").asInt()).isEqualTo(6);
        assertThat(jobs.count("select count(*) from clients where value_tier = 'entry'"))
                .as("equal clients are of one tier")
                .isEqualTo(6);
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(tools.call(tool, reader, "{'wait_seconds': 0}").content().has("job")).isTrue();
        assertThat(tools.call(tool, reader, "{'save': true}").content().at("/error/code").asText())
                .isEqualTo("forbidden");
        for (String bounds : List.of("[1, 2, 3]", "[1, 2, 2, 3]")) {
            JsonNode refused = tools.refused(tool, "{'arr_thresholds': " + bounds + "}");
            assertThat(refused.at("/code").asText()).isEqualTo("invalid_argument");
            assertThat(refused.at("/field").asText()).isEqualTo("arr_thresholds");
        }
    }

    /** Calls the tool, runs the job, and calls again with the same key. */
    private JsonNode through(Tool<?, ?> tool, String call) throws Exception {
        engine.run(tools.ok(tool, call).at("/job/job_id").asText());
        return tools.ok(tool, call);
    }
}
