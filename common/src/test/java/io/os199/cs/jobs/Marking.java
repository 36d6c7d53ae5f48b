package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Marks each client it meets, so that a test sees what took effect, and how often. */
public final class Marking implements ChunkedWork {
    private final int chunkSize;
    private final BiConsumer<Marks, JobChunk> then;
    private final Optional<String> key;

    public Marking(int chunkSize, Optional<String> key, BiConsumer<Marks, JobChunk> then) {
        this.chunkSize = chunkSize;
        this.key = key;
        this.then = then;
    }

    public Marking(int chunkSize, BiConsumer<Marks, JobChunk> then) {
        this(chunkSize, Optional.empty(), then);
    }

    public interface Marks {
        @SqlUpdate(
                """
                insert into marks (job_id, client_id)
                select :jobId, client_id from clients
                where client_id between :first and :last and status <> 'churned'
                """)
        int mark(String jobId, String first, String last);

        @SqlUpdate("insert into marks (job_id, client_id) values (:jobId, 'finish')")
        void finish(String jobId);

        @SqlQuery("select 1 from pg_sleep(60)")
        int sleep();
    }

    @Override
    public String tool() {
        return "mark";
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        Marks marks = tx.dao(Marks.class);
        int marked = marks.mark(job.jobId(), chunk.firstClientId(), chunk.lastClientId());
        then.accept(marks, chunk);
        return Json.tree(Map.of("client_count", marked));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        tx.dao(Marks.class).finish(job.jobId());
        int sum = chunkResults.stream().mapToInt(r -> r.get("client_count").asInt()).sum();
        return Json.tree(Map.of("client_count", sum, "chunk_count", chunkResults.size()));
    }

    @Override
    public int chunkSize() {
        return chunkSize;
    }

    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return key;
    }
}
