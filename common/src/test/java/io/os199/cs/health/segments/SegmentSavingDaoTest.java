package io.os199.cs.health.segments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SteppedWork.Finished;
import io.os199.cs.jobs.SteppedWork.More;
import io.os199.cs.jobs.SteppedWork.Refused;
import io.os199.cs.jobs.SteppedWork.Step;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.List;

/** Saving splits of five clients, two clients per step. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SegmentSavingDaoTest {
    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final TestDatabase server = TestDatabase.create(clock);
    private final SegmentSaving saving =
            new SegmentSaving(
                    new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock, 2);

    @BeforeEach
    void fiveClients() {
        clock.set("2026-07-01T12:00:00Z");
        run("truncate client_names, segments, timeline_events, segment_member_changes cascade");
        run(
                """
                insert into client_names (client_id, name) select 'c' || n, 'Client ' || n from generate_series(1, 5) n
                """);
        run(
                """
                insert into clients (client_id, name, company_name, industry, contract_value)
                select 'c' || n, 'Client ' || n, 'C', 'Retail', n * 30000 from generate_series(1, 5) n
                """);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void everyClientIsPutIntoOneSegmentChunkByChunk() {
        RunningJob job = job("job_1", value());
        List<Step> steps = toTheEnd(job);
        assertThat(steps).hasSize(3);
        assertThat(steps.getFirst()).isInstanceOf(More.class);
        JsonNode result = ((Finished) steps.getLast()).result();
        assertThat(
                        server.text(
                                "select string_agg(g.key || ':' || client_id, ' ' order by"
                                        + " client_id) from segment_members join segments g using"
                                        + " (segment_id)"))
                .isEqualTo("standard:c1 high_value:c2 high_value:c3 vip:c4 vip:c5");
        assertThat(
                        server.text(
                                "select string_agg(key || ' ' || client_count || ' ' ||"
                                        + " total_arr_amount, ', ' order by key) from segments"))
                .isEqualTo(
                        "high_value 2 150000.00, small 0 0.00, standard 1 30000.00, vip 2"
                                + " 270000.00");
        assertThat(result.at("/segments/0/segment_id").asText())
                .isEqualTo(server.text("select segment_id from segments where key = 'vip'"));
        assertThat(result.has("moves")).as("nothing was saved before").isFalse();
        assertThat(count("timeline_events")).isZero();
    }

    @Test
    void theTotalOfASegmentMayBeLargerThanTheAmountOfAnyClient() {
        run("update clients set contract_value = 999999999999.99 where client_id in ('c4', 'c5')");
        JsonNode result = result(job("job_1", value()));
        assertThat(server.text("select total_arr_amount::text from segments where key = 'vip'"))
                .isEqualTo("1999999999999.98");
        assertThat(result.at("/segments/0/total_arr_amount").asText())
                .isEqualTo("1999999999999.98");
    }

    @Test
    void theNextRunMovesWhoMovedAndTellsTheirTimelinesAlone() {
        toTheEnd(job("job_1", value()));
        clock.set("2026-07-02T12:00:00Z");
        run("update clients set contract_value = 500 where client_id = 'c5'");
        run("update clients set status = 'churned' where client_id = 'c1'");
        run("insert into client_names (client_id, name) values ('c6', 'Client 6')");
        run("insert into clients (client_id, name, company_name) values ('c6', 'Client 6', 'C')");
        JsonNode result = result(job("job_2", value()));
        assertThat(result.at("/moves").toString())
                .isEqualTo("[{\"from\":\"vip\",\"to\":\"small\",\"client_count\":1}]");
        assertThat(
                        server.text(
                                "select client_id || ' ' || type || ' ' || title from"
                                        + " timeline_events"))
                .isEqualTo("c5 note Segment changed from vip to small");
        assertThat(
                        server.text(
                                "select string_agg(client_id, ' ' order by client_id) from"
                                        + " segment_members where added_at < '2026-07-02'"))
                .as("who stays keeps its day")
                .isEqualTo("c2 c3 c4");
        assertThat(count("segment_members")).isEqualTo(5);
        assertThat(
                        server.text(
                                "select string_agg(client_id || ' ' || coalesce(from_key, '-') || '"
                                    + " ' || coalesce(to_key, '-'), ', ' order by client_id) from"
                                    + " segment_member_changes where changed_at >= '2026-07-02'"))
                .isEqualTo("c1 standard -, c5 vip small, c6 - small");
    }

    @Test
    void aKilledJobIsTakenUpWhereTheRowsSayThatItIs() {
        RunningJob job = job("job_1", value());
        step(job);
        assertThat(count("segment_members")).isEqualTo(2);
        SegmentSaving another =
                new SegmentSaving(
                        new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);
        Step end = server.database().write(tx -> another.step(tx, job));
        assertThat(((Finished) end).result().at("/client_count").asInt()).isEqualTo(5);
        assertThat(count("segment_members")).isEqualTo(5);
        assertThat(count("segment_member_changes")).isEqualTo(5);
    }

    @Test
    void aSegmentThatARunDoesNotHaveKeepsItsIdAndLosesItsMembers() {
        result(job("job_1", order(SegmentationType.INDUSTRY, null, List.of(), 5)));
        String retail = server.text("select segment_id from segments where key = 'retail'");
        run("update clients set industry = 'Mining' where client_id <> 'c1'");
        clock.set("2026-07-02T12:00:00Z");
        JsonNode result =
                result(job("job_2", order(SegmentationType.INDUSTRY, null, List.of(), 2)));
        assertThat(result.at("/segments").findValuesAsText("key"))
                .containsExactly("mining", "other");
        assertThat(
                        server.text(
                                "select segment_id || ' ' || client_count from segments where key ="
                                        + " 'retail'"))
                .isEqualTo(retail + " 0");
    }

    @Test
    void aCustomSegmentIsKeptWithoutItsRestAndByItsNameIgnoringCase() {
        List<Criterion> large =
                List.of(new Criterion(CriterionField.ARR_AMOUNT, CriterionOp.GTE, "120000", null));
        result(job("job_1", order(SegmentationType.CUSTOM, "Large ones", large, 1)));
        assertThat(server.text("select key || ' ' || name || ' ' || client_count from segments"))
                .isEqualTo("large ones Large ones 2");
        clock.set("2026-07-02T12:00:00Z");
        run("update clients set contract_value = 120000 where client_id = 'c1'");
        JsonNode result =
                result(job("job_2", order(SegmentationType.CUSTOM, "LARGE ones", large, 1)));
        assertThat(result.at("/moves").toString())
                .isEqualTo("[{\"from\":\"rest\",\"to\":\"large ones\",\"client_count\":1}]");
        assertThat(count("segments")).isEqualTo(1);
        assertThat(count("timeline_events")).isEqualTo(1);
        SegmentReport now =
                server.database()
                        .read(
                                tx ->
                                        new SegmentReader(
                                                        tx,
                                                        order(
                                                                SegmentationType.CUSTOM,
                                                                "large ones",
                                                                large,
                                                                1),
                                                        clock.instant())
                                                .read());
        assertThat(now.moves()).isEmpty();
        assertThat(
                        saving.exclusiveKey(
                                Json.tree(order(SegmentationType.CUSTOM, "LARGE ones", large, 1))))
                .isEqualTo(
                        saving.exclusiveKey(
                                Json.tree(order(SegmentationType.CUSTOM, "large ones", large, 5))));
    }

    @Test
    void aNameOfAnotherTypeIsAConflict() {
        run(
                """
                insert into segments (segment_id, type, key, name, criteria, computed_at, total_arr_amount)
                values ('segment_1', 'custom', 'industry: retail', 'Industry: Retail', '[]', now(), 0)
                """);
        Step step = step(job("job_1", order(SegmentationType.INDUSTRY, null, List.of(), 1)));
        assertThat(step).isInstanceOf(Refused.class);
        assertThat(((Refused) step).code()).isEqualTo("conflict");
    }

    private static SegmentOrder value() {
        return order(SegmentationType.VALUE_BASED, null, List.of(), 1);
    }

    private static SegmentOrder order(
            SegmentationType type, @Nullable String name, List<Criterion> criteria, int minSize) {
        return new SegmentOrder(
                type, criteria, name, SegmentOrder.USUAL_THRESHOLDS, minSize, true, true, 0);
    }

    private RunningJob job(String jobId, SegmentOrder order) {
        return new RunningJob(
                jobId, SegmentSaving.TOOL, "key_csm", Json.tree(order), clock.instant());
    }

    private JsonNode result(RunningJob job) {
        return ((Finished) toTheEnd(job).getLast()).result();
    }

    private List<Step> toTheEnd(RunningJob job) {
        List<Step> steps = new ArrayList<>();
        do {
            // A step writes after the job was submitted.
            clock.set(clock.instant().plusMillis(1).toString());
            steps.add(step(job));
        } while (steps.getLast() instanceof More);
        return steps;
    }

    private Step step(RunningJob job) {
        return server.database().write(tx -> saving.step(tx, job));
    }

    private long count(String table) {
        return Long.parseLong(server.text("select count(*)::text from " + table));
    }

    private void run(String sql) {
        server.jdbi().useHandle(db -> db.execute(sql));
    }
}
