package io.os199.cs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.core.AuditVerification.Fault;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A log of three months of 2019, of which January may be dropped from February of the next year on. */
class AuditRetentionDaoTest {
    private static final int ANA = AuditLog.chain("key_ana");
    private static final String DROPPED =
            "select count(*) from table_partitions where dropped_at is not null";

    private final CoreFixture core = new CoreFixture();

    @BeforeEach
    void fill() {
        record("2019-01-07T09:00:00Z", "key_ana");
        record("2019-01-07T09:00:00Z", "key_ben");
        record("2019-01-31T23:59:58Z", "key_ana");
        // Written by a process whose clock is ahead, before one whose clock is not.
        record("2019-02-01T00:00:01Z", "key_ana");
        record("2019-01-31T23:59:59Z", "key_ana");
        record("2019-02-01T00:00:02Z", "key_ana");
        record("2019-03-05T10:00:00Z", "key_ana");
        record("2019-03-05T10:00:00Z", "key_cleo");
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void aMonthGoesAndWhatIsKeptStillProvesItself() {
        retain(12);
        assertThat(faults()).isEmpty();
        assertThat(entries())
                .containsExactly(
                        "2019-02-01 00:00:02 key_ana do {client_1}",
                        "2019-03-05 10:00:00 key_ana do {client_1}",
                        "2019-03-05 10:00:00 key_cleo do {client_1}",
                        "2020-02-15 01:40:00 system drop month {audit_log_2019-01}");
        assertThat(core.value("select first_kept_seq from audit_chains where chain = " + ANA))
                .isEqualTo("5");
        assertThat(core.value("select to_regclass('audit_log_2019_01') is null")).isEqualTo("t");

        record("2020-02-16T09:00:00Z", "key_ana");
        record("2020-02-16T09:00:00Z", "key_ben");
        retain(12);
        assertThat(core.count("audit_log")).isEqualTo(6);
        assertThat(faults()).isEmpty();
        core.run("delete from audit_log where chain_seq = 5 and chain = " + ANA);
        assertThat(faults()).hasSize(1).allMatch(fault -> fault.chainSeq() == 5);
    }

    @Test
    void severalMonthsGoInOneNightAndNoneWhereAllAreKept() {
        retain(0);
        retain(13);
        assertThat(core.value(DROPPED)).isEqualTo("0");
        core.at("2020-05-01T01:40:00Z");
        retention(12).run();
        assertThat(core.value(DROPPED)).isEqualTo("4");
        assertThat(entries()).hasSize(4).allMatch(entry -> entry.contains("drop month"));
        assertThat(faults()).isEmpty();
    }

    /** Entries of the month, entries dropped with it, and one that the service was made to add. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from audit_log where at = '2019-01-31 23:59:58+00'",
                "delete from audit_log where at = '2019-02-01 00:00:01+00'",
                "update audit_chains set first_kept_seq = 2 where last_seq > 1",
                "delete from audit_chains where last_seq > 1",
                "insert into audit_log select at + interval '1 second', entry_id, principal, tool,"
                        + " action, object_ids, outcome, request_id, chain, 900, previous_hash,"
                        + " entry_hash from audit_log where at = '2019-01-31 23:59:58+00'",
                "insert into audit_log select at + interval '1 second', entry_id, principal, tool,"
                    + " action, object_ids, outcome, request_id, chain, chain_seq, previous_hash,"
                    + " entry_hash from audit_log where at = '2019-01-31 23:59:58+00'"
            })
    void aMonthThatIsNotWholeStaysAsEvidence(String tampering) {
        core.run(tampering);
        List<Fault> before = faults();
        assertThat(before).isNotEmpty();
        retain(12);
        assertThat(core.value(DROPPED)).isEqualTo("0");
        assertThat(faults()).isEqualTo(before);
    }

    /** A transaction writes, or reads, for longer than writers can be kept waiting. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from audit_chains where chain = 3 for update",
                "select count(*) from audit_log"
            })
    void aMonthInUseGoesAnotherNight(String use) {
        try (Handle user = core.sql.open()) {
            user.begin();
            user.execute(use);
            retain(12);
            user.rollback();
        }
        assertThat(core.value(DROPPED)).isEqualTo("0");
        assertThat(core.value("select max(first_kept_seq) from audit_chains")).isEqualTo("1");
        retain(12);
        assertThat(core.value(DROPPED)).isEqualTo("1");
        assertThat(faults()).isEmpty();
    }

    /** Whatever the service is made to ask for. */
    @Test
    void onlyTheOldestMonthThatEndedAYearAgoCanBeDropped() {
        for (String day : List.of("2019-02-01", "2019-01-02", "2018-12-01", "2100-01-01")) {
            assertThatThrownBy(() -> drop(day)).hasStackTraceContaining("not the ");
        }
        core.run("update table_partitions set dropped_at = now() where month < '2026-01-01'");
        LocalDate recent = LocalDate.now(ZoneOffset.UTC).minusMonths(11).withDayOfMonth(1);
        assertThatThrownBy(() -> drop(recent.toString()))
                .hasStackTraceContaining("that ended a year ago");
    }

    private void drop(String day) {
        core.database.write(tx -> tx.dao(AuditDao.class).drop(LocalDate.parse(day)));
    }

    private void retain(int months) {
        core.at("2020-02-15T01:40:00Z");
        retention(months).run();
    }

    private AuditRetention retention(int months) {
        return new AuditRetention(core.database, core.auditLog, months, core.clock);
    }

    private void record(String at, String principal) {
        core.at(at);
        core.database.write(
                tx -> {
                    core.auditLog.record(
                            tx,
                            AuditEntry.done(
                                    new Actor(principal, null), "tool", "do", List.of("client_1")));
                    return true;
                });
    }

    private List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        core.database.snapshot(tx -> new AuditVerification().verify(tx, faults::add));
        return faults;
    }

    private List<String> entries() {
        return core.sql.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select concat_ws(' ', to_char(at, 'YYYY-MM-DD HH24:MI:SS'), principal, action, object_ids)
                                        from audit_log order by at, principal
                                        """)
                                .mapTo(String.class)
                                .list());
    }
}
