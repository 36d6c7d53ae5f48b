package io.os199.cs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditDao.Row;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;

import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

final class AuditLogDaoTest {
    private final CoreFixture core = new CoreFixture();

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void everyEntryProvesTheOneBeforeItEvenWhenWrittenAtOnce() {
        core.clock.set("2026-01-15T09:00:00.123456789Z");
        IntStream.range(0, 40)
                .parallel()
                .forEach(i -> record(new Actor("key_a", i % 2 == 0 ? "req" : null)));
        List<Row> rows = rows();
        List<String> hashes = column("entry_hash");
        assertThat(rows).hasSize(40);
        String before = "";
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).chainSeq()).isEqualTo(i + 1);
            assertThat(rows.get(i).previousHash()).isEqualTo(before);
            assertThat(AuditLog.hash(rows.get(i))).isEqualTo(hashes.get(i));
            before = hashes.get(i);
        }
        assertThat(core.value("select last_hash from audit_chains where last_seq = 40"))
                .isEqualTo(before);
    }

    @Test
    void aChangedEntryShows() {
        record(CoreFixture.ACTOR);
        core.run("update audit_log set object_ids = '{client_2}'");
        assertThat(AuditLog.hash(rows().getFirst())).isNotEqualTo(column("entry_hash").getFirst());
    }

    private void record(Actor actor) {
        core.database.write(
                tx -> {
                    core.auditLog.record(
                            tx, AuditEntry.done(actor, "tool", "do", List.of("client_1")));
                    return true;
                });
    }

    private List<Row> rows() {
        return core.sql.withHandle(
                handle ->
                        handle.createQuery("select * from audit_log order by chain_seq")
                                .map(ConstructorMapper.of(Row.class))
                                .list());
    }

    private List<String> column(String name) {
        return core.sql.withHandle(
                handle ->
                        handle.createQuery("select " + name + " from audit_log order by chain_seq")
                                .mapTo(String.class)
                                .list());
    }
}
