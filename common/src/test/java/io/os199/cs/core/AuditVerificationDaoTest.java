package io.os199.cs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditVerification.Fault;
import io.os199.cs.core.AuditVerification.Summary;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A log over two months, tampered with in every way that leaves a trace. */
class AuditVerificationDaoTest {
    /** The actors of one chain each. */
    private static final Actor ANA = new Actor("key_ana", "req_1");

    private static final Actor BEN = new Actor("key_ben", null);
    private static final int ENTRIES = 12;

    private static final CoreFixture CORE = new CoreFixture();
    private static final int CHAIN = AuditLog.chain("key_ana");
    private final AuditVerification verification = new AuditVerification();

    @BeforeAll
    static void fill() {
        assertThat(AuditLog.chain("key_ben")).isNotEqualTo(CHAIN);
        for (int i = 1; i <= ENTRIES; i++) {
            CORE.at("2026-0%d-%02dT09:00:00.000123Z".formatted(1 + i / 7, i));
            record(ANA);
            record(BEN);
        }
        run("create table log_before as select * from audit_log");
        run("create table chains_before as select * from audit_chains");
    }

    @BeforeEach
    void untampered() {
        run("truncate audit_log");
        run("insert into audit_log select * from log_before");
        run("delete from audit_chains");
        run("insert into audit_chains select * from chains_before");
        run("update table_partitions set dropped_at = null");
    }

    @AfterAll
    static void close() {
        CORE.close();
    }

    @Test
    void anUntouchedLogHasNoFault() {
        List<Fault> faults = new ArrayList<>();
        assertThat(verify(faults)).isEqualTo(new Summary(16, 2 * ENTRIES, 0));
        assertThat(faults).isEmpty();
    }

    static Stream<String> anyColumn() {
        return Stream.of(
                "at = at + interval '1 microsecond'",
                "at = at + interval '40 days'",
                "entry_id = 'audit_other'",
                "principal = 'key_other'",
                "tool = tool || ' '",
                "action = 'nothing'",
                "object_ids = '{}'",
                "object_ids = object_ids || 'client_2'::text",
                "object_ids = array['client_1', 'client_3']",
                "outcome = 'refused'",
                "request_id = null",
                "request_id = 'req_2'",
                "previous_hash = ''",
                "previous_hash = entry_hash",
                "entry_hash = previous_hash",
                "entry_hash = ''");
    }

    /** The first, a middle and the last entry are changed. */
    @ParameterizedTest
    @MethodSource("anyColumn")
    void aChangedColumnShowsAndIsNamed(String change) {
        for (int seq : new int[] {1, 6, ENTRIES}) {
            untampered();
            int changed =
                    run(
                            "update audit_log set "
                                    + change
                                    + " where chain = %d and chain_seq = %d and not (%s)"
                                            .formatted(CHAIN, seq, same(change)));
            if (changed == 1) {
                assertThat(faults()).as("%s of %d", change, seq).anyMatch(f -> isAt(f, seq));
            }
        }
    }

    /** Returns the change that changes nothing: the first entry's previous hash is empty anyway. */
    private static String same(String change) {
        return change.equals("previous_hash = ''") ? "previous_hash = ''" : "false";
    }

    @Test
    void aMovedEntryShows() {
        run(
                "update audit_log set chain = %d, at = at + interval '1 second'"
                        + " where chain = %d and chain_seq = 5",
                AuditLog.chain("key_ben"), CHAIN);
        assertThat(faults()).anyMatch(f -> f.what().contains("another chain"));
        assertThat(faults()).anyMatch(f -> isAt(f, 5) && f.what().contains("5 to 5 are missing"));
    }

    @Test
    void anEntryInAChainThatThereIsNotShows() {
        run("update audit_log set chain = 99 where chain = %d and chain_seq = 5", CHAIN);
        assertThat(faults()).anyMatch(f -> f.chain() == 99 && f.what().contains("no such chain"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 11, ENTRIES})
    void aMissingEntryShows(int seq) {
        run("delete from audit_log where chain = %d and chain_seq = " + seq, CHAIN);
        assertThat(faults()).hasSize(1).allMatch(f -> isAt(f, seq));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain_seq <= 6", "chain_seq > 6", "chain_seq between 3 and 9", "true"})
    void missingEntriesShow(String which) {
        run("delete from audit_log where chain = %d and " + which, CHAIN);
        assertThat(faults()).hasSize(1).allMatch(f -> f.chain() == CHAIN);
    }

    @Test
    void aMissingMonthShows() {
        run("truncate audit_log_2026_02");
        assertThat(faults()).hasSize(2);
        run("truncate audit_log");
        assertThat(faults()).hasSize(2);
    }

    @Test
    void twoThatChangedPlacesShow() {
        run(
                "update audit_log set chain_seq = case chain_seq when 4 then 5 else 4 end"
                        + " where chain = %d and chain_seq in (4, 5)",
                CHAIN);
        assertThat(faults()).anyMatch(f -> isAt(f, 4)).anyMatch(f -> isAt(f, 5));
    }

    @Test
    void anEntryTooManyShows() {
        run(
                """
                insert into audit_log
                select at + interval '1 second', 'audit_forged', principal, tool, action, object_ids, outcome,
                    request_id, chain, chain_seq, previous_hash, entry_hash
                from audit_log where chain = %d and chain_seq = 6
                """,
                CHAIN);
        assertThat(faults()).anyMatch(f -> "audit_forged".equals(f.entryId()));
    }

    /** Forged by a person who knows the rule of the hashes, but not that the head stores the last one. */
    @Test
    void aForgedEntryAtTheEndShows() {
        run(
                """
                insert into audit_log
                select at + interval '1 second', 'audit_forged', principal, tool, action, object_ids, outcome,
                    request_id, chain, chain_seq + 1, entry_hash, 'forged'
                from audit_log where chain = %d and chain_seq = 12
                """,
                CHAIN);
        assertThat(faults()).anyMatch(f -> f.what().contains("goes on after its head"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_chains set last_seq = last_seq + 1 where chain = %d",
                "update audit_chains set last_seq = last_seq - 1 where chain = %d",
                "update audit_chains set last_hash = 'other' where chain = %d",
                "update audit_chains set last_hash = '', last_seq = 0 where chain = %d",
                "update audit_chains set first_kept_seq = 4 where chain = %d",
                "update audit_chains set first_kept_seq = 0 where chain = %d",
                "delete from audit_chains where chain = %d"
            })
    void aChangedHeadShows(String sql) {
        run(sql, CHAIN);
        assertThat(faults()).isNotEmpty().allMatch(f -> f.chain() == CHAIN);
    }

    /** Done by the owner to make the beginning disappear. */
    @Test
    void aBeginningThatIsCutWithItsHeadShows() {
        run("delete from audit_log where chain = %d and chain_seq < 4", CHAIN);
        run("update audit_chains set first_kept_seq = 4 where chain = %d", CHAIN);
        assertThat(faults())
                .hasSize(1)
                .allMatch(f -> f.what().contains("no month was ever dropped"));
    }

    @Test
    void whatRetentionCutsIsNoFaultAndTheRestStillProvesItself() {
        run("truncate audit_log_2026_01");
        run(
                "update table_partitions set dropped_at = now()"
                        + " where table_name = 'audit_log' and month = '2026-01-01'");
        run("update audit_chains set first_kept_seq = 7 where last_seq > 0");
        assertThat(faults()).isEmpty();
        run("delete from audit_log where chain = %d and chain_seq = 7", CHAIN);
        assertThat(faults()).hasSize(1).allMatch(f -> isAt(f, 7));
    }

    @Test
    void writersThatGoOnDoNotDisturbIt() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Actor actor = new Actor("key_" + i, null);
            writers.add(
                    Thread.startVirtualThread(
                            () -> {
                                while (!done.get()) {
                                    record(actor);
                                }
                            }));
        }
        long before = 0;
        for (int i = 0; i < 10; i++) {
            List<Fault> faults = new ArrayList<>();
            before = Math.max(before, verify(faults).entryCount());
            assertThat(faults).isEmpty();
        }
        done.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(before).isGreaterThan(2 * ENTRIES);
    }

    private static int run(String sql, Object... values) {
        return CORE.sql.withHandle(handle -> handle.execute(sql.formatted(values)));
    }

    @Test
    void theNightlyCheckKeepsWhenItWasWholeLastAndThatItIsNotNow() {
        AuditCheck check = new AuditCheck(CORE.database, CORE.clock);
        run("delete from refresh_runs");
        CORE.at("2026-03-01T05:45:00Z");
        check.run();
        assertThat(lastCheck()).isEqualTo("2026-03-01 05:45:00+00 none");
        run("update audit_log set action = 'other' where chain_seq = 3");
        CORE.at("2026-03-02T05:45:00Z");
        check.run();
        assertThat(lastCheck()).isEqualTo("2026-03-01 05:45:00+00 2 faults");
        untampered();
        CORE.at("2026-03-03T05:45:00Z");
        check.run();
        assertThat(lastCheck()).isEqualTo("2026-03-03 05:45:00+00 none");
    }

    private static String lastCheck() {
        return CORE.value(
                "select finished_at || ' ' || coalesce(last_error, 'none') from refresh_runs where"
                        + " name = 'audit'");
    }

    private static void record(Actor actor) {
        CORE.database.write(
                tx -> {
                    CORE.auditLog.record(
                            tx, AuditEntry.done(actor, "tool", "do", List.of("client_1")));
                    return true;
                });
    }

    private List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        Summary summary = verify(faults);
        assertThat(summary.faultCount()).isEqualTo(faults.size());
        return faults;
    }

    private Summary verify(List<Fault> faults) {
        return CORE.database.snapshot(tx -> verification.verify(tx, faults::add));
    }

    private static boolean isAt(Fault fault, long seq) {
        return fault.chain() == CHAIN && fault.chainSeq() == seq;
    }
}
