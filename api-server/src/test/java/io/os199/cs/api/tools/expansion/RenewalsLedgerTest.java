package io.os199.cs.api.tools.expansion;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.Departure.Leave;
import io.os199.cs.core.LostRenewals.Loss;
import io.os199.cs.core.SignedRenewals.Signed;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.ClientUpdate;
import io.os199.cs.core.model.ContractFields;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.NewTerm;
import io.os199.cs.core.model.RenewalChange;
import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.expansion.chance.OpportunityStage;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.opportunity.NewOpportunity;
import io.os199.cs.expansion.opportunity.OpportunityChange;
import io.os199.cs.expansion.revenue.CohortKept;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.expansion.revenue.RevenueLedger;
import io.os199.cs.expansion.revenue.RevenuePeriod;
import io.os199.cs.health.lifecycle.StageChange;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Work;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two years of a portfolio whose contracts are renewed early, late, up, down and several into one, lost, added to and
 * ended, by the use cases that people and the worker have; compared every few days with the test's own sums.
 */
class RenewalsLedgerTest {
    private static final Actor KIM = new Actor("kim", null);
    private static final String TOOL = "track_renewals";
    private static final LocalDate FIRST = LocalDate.parse("2026-07-01");
    private static final int SEEDS = 3;
    private static final int STEPS = 55;
    private static final int CLIENTS = 7;

    /** The state that the test expects of contracts that renew together. */
    private static final class Held {
        BigDecimal value;
        BigDecimal riding = BigDecimal.ZERO;
        @Nullable LocalDate lostOn;
        @Nullable LocalDate next;
        @Nullable String nextId;
        BigDecimal nextValue = BigDecimal.ZERO;
        BigDecimal signedDelta = BigDecimal.ZERO;
        @Nullable LocalDate movedOn;

        Held(BigDecimal value) {
            this.value = value;
        }
    }

    /** A movement that the test expects, one a day at most. */
    private record Moved(String clientId, LocalDate on, BigDecimal delta) {}

    private final Map<String, Map<String, Held>> clients = new TreeMap<>();
    private final List<Moved> expected = new ArrayList<>();
    private final Map<String, Integer> done = new TreeMap<>();
    private RenewalsFixture scene;
    private Random random;
    private LocalDate today;
    private int ids;

    @Test
    void theLedgerIsWhatTheContractsAreHoweverTheyAreRenewed() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            clients.clear();
            expected.clear();
            random = new Random(seed);
            try (RenewalsFixture fixture = new RenewalsFixture()) {
                scene = fixture;
                twoYears(seed);
            }
        }
        assertThat(done)
                .containsKeys(
                        "signed early",
                        "signed late",
                        "signed up",
                        "signed down",
                        "signed level",
                        "signed several",
                        "won",
                        "won and signed",
                        "grew",
                        "changed",
                        "carried",
                        "lost",
                        "lost to come",
                        "taken back",
                        "came true lost",
                        "left");
    }

    private void twoYears(long seed) {
        today = FIRST;
        for (int step = 0; step < STEPS; step++) {
            today = today.plusDays(1 + random.nextInt(20));
            scene.at(today + "T04:00:00Z");
            scene.run();
            comeTrue();
            while (clients.values().stream().filter(held -> !held.isEmpty()).count() < CLIENTS) {
                begin("client_%03d".formatted(clients.size()));
            }
            for (int i = 0; i < 6; i++) {
                act();
            }
            assertAsExpected("seed %d, step %d, %s".formatted(seed, step, today));
        }
        assertBridges(seed);
    }

    private void begin(String clientId) {
        LocalDate start = today.minusDays(random.nextInt(360));
        BigDecimal value = amount();
        scene.client(
                clientId,
                "Name of " + clientId,
                value.intValueExact(),
                start.toString(),
                start.plusYears(1).minusDays(1).toString());
        Map<String, Held> held = new TreeMap<>();
        held.put("contract_" + clientId, new Held(value));
        clients.put(clientId, held);
        settle(clientId);
        expect(clientId, start, value);
        if (random.nextBoolean()) {
            contract(clientId, "new");
        }
    }

    /** Adds another contract that renews by itself. */
    private void contract(String clientId, String type) {
        BigDecimal value = amount();
        String id = "contract_other_" + ids++;
        scene.contract(
                clientId,
                id,
                type,
                value.intValueExact(),
                today.toString(),
                today.plusDays(200 + random.nextInt(400)).toString());
        settle(clientId);
        clients.get(clientId).put(id, new Held(value));
        expect(clientId, today, value);
    }

    /** Settles the contracts as an import does after its rows. */
    private void settle(String clientId) {
        scene.database.write(
                tx -> {
                    scene.features.contracts().settle(tx, clientId, scene.clock.instant());
                    return Answer.of(true);
                });
    }

    private BigDecimal amount() {
        return BigDecimal.valueOf(1_000 + random.nextInt(90_000));
    }

    private void expect(String clientId, LocalDate on, BigDecimal delta) {
        if (delta.signum() != 0) {
            expected.add(new Moved(clientId, on, delta));
        }
    }

    private void note(String what) {
        done.merge(what, 1, Integer::sum);
    }

    /** Does what the nightly job does: what is signed begins, then what is lost goes. */
    private void comeTrue() {
        clients.forEach(
                (clientId, held) -> {
                    begun(clientId, held);
                    for (String id : List.copyOf(held.keySet())) {
                        LocalDate lostOn = held.get(id).lostOn;
                        if (lostOn != null && !lostOn.isAfter(today)) {
                            note("came true lost");
                            gone(clientId, held, id, lostOn);
                        }
                    }
                });
    }

    /** The differences have been on their days since they were signed; what has changed since is added. */
    private void begun(String clientId, Map<String, Held> held) {
        List<Held> due =
                held.values().stream()
                        .filter(each -> each.next != null && !each.next.isAfter(today))
                        .toList();
        for (Held each : due) {
            expect(clientId, each.movedOn, each.signedDelta);
        }
        LocalDate newest = newest(clientId);
        for (Held each : due) {
            BigDecimal rest = each.nextValue.subtract(each.value).subtract(each.signedDelta);
            expect(clientId, dayOf(each.next, rest, newest), rest);
        }
        held.values().removeAll(due);
        due.forEach(each -> held.put(each.nextId, new Held(each.nextValue)));
    }

    private void gone(String clientId, Map<String, Held> held, String id, LocalDate lostOn) {
        BigDecimal delta = held.remove(id).value.negate();
        expect(clientId, dayOf(lostOn, delta, newest(clientId)), delta);
    }

    /** A decrease is never dated before the newest movement in the ledger. */
    private static LocalDate dayOf(LocalDate on, BigDecimal delta, LocalDate newest) {
        return delta.signum() < 0 && newest.isAfter(on) ? newest : on;
    }

    private LocalDate newest(String clientId) {
        return expected.stream()
                .filter(each -> each.clientId().equals(clientId))
                .map(Moved::on)
                .max(LocalDate::compareTo)
                .orElseThrow();
    }

    private void act() {
        List<String> ids = List.copyOf(clients.keySet());
        String clientId = ids.get(random.nextInt(ids.size()));
        Map<String, Held> held = clients.get(clientId);
        if (held.isEmpty()) {
            return;
        }
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> sign(clientId, held);
            case 4, 5, 6 -> win(clientId, held);
            case 7 -> lose(clientId, held);
            case 8 -> takeBack(clientId, held);
            case 9 -> change(clientId, held);
            case 10 -> grow(clientId, held);
            default -> {
                if (random.nextInt(6) == 0) {
                    leave(clientId, held);
                } else if (held.size() < 3) {
                    contract(clientId, "new");
                }
            }
        }
    }

    /** A renewal as the client's list shows it. */
    private record Listed(String contractId, int version, LocalDate end) {}

    private @Nullable Listed renewal(String clientId, String condition) {
        List<Listed> all =
                scene.server
                        .jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery(
                                                        """
                                                        select r.contract_id, r.version, k.end_date from renewals r
                                                        join contracts k using (client_id, contract_id)
                                                        where client_id = :client and
                                                        """
                                                                + condition
                                                                + " order by r.renewal_date,"
                                                                + " r.contract_id")
                                                .bind("client", clientId)
                                                .map(
                                                        (rs, ctx) ->
                                                                new Listed(
                                                                        rs.getString(1),
                                                                        rs.getInt(2),
                                                                        rs.getObject(
                                                                                3,
                                                                                LocalDate.class)))
                                                .list());
        // Mostly the one that is due first, so that one long past its end does not wait forever.
        return all.isEmpty() ? null : all.get(random.nextInt(3) == 0 ? all.size() - 1 : 0);
    }

    private void sign(String clientId, Map<String, Held> held) {
        Listed open = renewal(clientId, "r.stage not in ('renewed', 'lost')");
        if (open == null) {
            return;
        }
        // Most are late: people talk until the last day and longer.
        if (open.end().isAfter(today.minusDays(10)) && random.nextInt(4) > 0) {
            return;
        }
        Held old = held.get(open.contractId());
        BigDecimal value =
                switch (random.nextInt(5)) {
                    case 0 -> old.value;
                    case 1, 2 -> old.value.add(BigDecimal.valueOf(random.nextInt(5_000)));
                    default ->
                            old.value
                                    .multiply(new BigDecimal("0.75"))
                                    .setScale(2, RoundingMode.HALF_UP);
                };
        int members =
                Integer.parseInt(
                        scene.text(
                                "select count(*)::text from contracts where status = 'active' and"
                                        + " client_id = '"
                                        + clientId
                                        + "'"));
        NewTerm term =
                new NewTerm(
                        value, random.nextBoolean() ? null : 3 + random.nextInt(12), null, null);
        Signed signed =
                done(
                        tx ->
                                scene.features
                                        .signedRenewals()
                                        .sign(
                                                tx,
                                                ref(clientId),
                                                open.contractId(),
                                                open.version(),
                                                term,
                                                new Doing(KIM, TOOL, scene.clock.instant())));
        assertThat(signed.arrDelta()).isEqualByComparingTo(value.subtract(old.value));
        assertThat(signed.startDate()).isEqualTo(open.end().plusDays(1));
        old.next = signed.startDate();
        old.nextId = signed.renewal().newContractId();
        old.nextValue = value;
        old.signedDelta = signed.arrDelta();
        boolean isEarly = old.next.isAfter(today);
        old.movedOn = isEarly ? old.next : dayOf(old.next, old.signedDelta, newest(clientId));
        note(isEarly ? "signed early" : "signed late");
        int sign = value.compareTo(old.value);
        note(sign > 0 ? "signed up" : sign < 0 ? "signed down" : "signed level");
        if (members > held.size()) {
            note("signed several");
        }
        if (wonIn.getOrDefault(open.contractId(), false)) {
            note("won and signed");
        }
        begun(clientId, held);
    }

    private final Map<String, Boolean> wonIn = new HashMap<>();

    private void win(String clientId, Map<String, Held> held) {
        String base =
                scene.text(
                        """
                        select coalesce(min(contract_id), '') from (
                            select contract_id from contracts
                            where client_id = '%s' and status = 'active' and type in ('new', 'renewal') and start_date <= '%s'
                            order by renewal_date nulls last, contract_id
                            limit 1) first
                        """
                                .formatted(clientId, today));
        BigDecimal value = amount();
        LocalDate start =
                LocalDate.parse(
                        scene.text(
                                "select contract_start_date::text from clients where client_id = '"
                                        + clientId
                                        + "'"));
        LocalDate back = today.minusDays(random.nextInt(30));
        LocalDate closedOn = back.isBefore(start) ? today : back;
        String opportunityId =
                done(tx ->
                                scene.features
                                        .opportunities()
                                        .save(
                                                tx,
                                                new NewOpportunity(
                                                        clientId,
                                                        null,
                                                        OpportunityType.ADD_ON,
                                                        null,
                                                        value,
                                                        OpportunityStage.NEGOTIATION,
                                                        null,
                                                        null,
                                                        null,
                                                        null,
                                                        null),
                                                KIM,
                                                scene.clock.instant()))
                        .opportunityId();
        done(
                tx ->
                        scene.features
                                .opportunities()
                                .update(
                                        tx,
                                        new OpportunityChange(
                                                opportunityId,
                                                1,
                                                OpportunityStage.WON,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                closedOn),
                                        KIM,
                                        scene.clock.instant()));
        Held group = held.get(base);
        group.value = group.value.add(value);
        carry(group, value);
        wonIn.put(base, true);
        expect(clientId, closedOn, value);
        note("won");
    }

    /** Adds the change to the signed successor as well. */
    private void carry(Held group, BigDecimal delta) {
        if (group.next != null) {
            group.nextValue = group.nextValue.add(delta).max(BigDecimal.ZERO);
            note("carried");
        }
    }

    private void lose(String clientId, Map<String, Held> held) {
        Listed open = renewal(clientId, "r.stage not in ('renewed', 'lost')");
        if (open == null) {
            return;
        }
        boolean isOver = open.end().isBefore(today);
        LocalDate lostOn = isOver || random.nextInt(3) == 0 ? today : null;
        done(
                tx ->
                        scene.features
                                .lostRenewals()
                                .lose(
                                        tx,
                                        ref(clientId),
                                        new Loss(
                                                open.contractId(), open.version(), lostOn, "price"),
                                        new Doing(KIM, TOOL, scene.clock.instant())));
        if (lostOn == null) {
            held.get(open.contractId()).lostOn = open.end().plusDays(1);
            note("lost to come");
        } else {
            note("lost");
            gone(clientId, held, open.contractId(), lostOn);
        }
    }

    private void takeBack(String clientId, Map<String, Held> held) {
        Listed lost = renewal(clientId, "r.stage = 'lost' and r.pending_loss_on is not null");
        if (lost == null) {
            return;
        }
        done(
                tx ->
                        scene.features
                                .renewals()
                                .update(
                                        tx,
                                        ref(clientId),
                                        new RenewalChange(
                                                lost.contractId(),
                                                lost.version(),
                                                RenewalStage.NEGOTIATING,
                                                null,
                                                null,
                                                null,
                                                "They talk again"),
                                        new Doing(KIM, TOOL, scene.clock.instant())));
        held.get(lost.contractId()).lostOn = null;
        note("taken back");
    }

    /** Changes the value of a contract with its amendments, as a person does who knows better. */
    private void change(String clientId, Map<String, Held> held) {
        List<String> ids = List.copyOf(held.keySet());
        String id = ids.get(random.nextInt(ids.size()));
        Held group = held.get(id);
        BigDecimal delta =
                random.nextBoolean()
                        ? amount()
                        : group.value
                                .subtract(group.riding)
                                .divideToIntegralValue(BigDecimal.TEN)
                                .negate();
        BigDecimal value = group.value.subtract(group.riding).add(delta);
        Answer<?> answer =
                scene.database.write(
                        tx ->
                                scene.features
                                        .clientChanges()
                                        .update(
                                                tx,
                                                ref(clientId),
                                                update(clientId, id, value),
                                                KIM));
        // A base contract never falls below zero, whatever its amendments are.
        if (answer instanceof Answer.Ok<?>) {
            group.value = group.value.add(delta);
            carry(group, delta);
            expect(clientId, today, delta);
            note("changed");
        }
    }

    private ClientUpdate update(String clientId, String contractId, BigDecimal value) {
        return new ClientUpdate(
                version(clientId),
                null,
                null,
                null,
                null,
                null,
                contractId,
                new ContractFields(
                        value, null, null, null, null, null, null, null, null, List.of()),
                null,
                null,
                null,
                List.of(),
                List.of(),
                Map.of(),
                Set.of(),
                null);
    }

    /** Adds an expansion that ends with a contract and renews with it, as an import does. */
    private void grow(String clientId, Map<String, Held> held) {
        Listed open = renewal(clientId, "r.stage not in ('renewed', 'lost')");
        if (open == null || open.end().isBefore(today)) {
            return;
        }
        BigDecimal value = amount();
        scene.contract(
                clientId,
                "contract_rider_" + ids++,
                "expansion",
                value.intValueExact(),
                today.toString(),
                open.end().toString());
        settle(clientId);
        Held group =
                held.get(
                        scene.text(
                                """
                                select contract_id from contracts
                                where client_id = '%s' and status = 'active' and type in ('new', 'renewal') and end_date = '%s'
                                order by start_date <> '%s', contract_id
                                limit 1
                                """
                                        .formatted(clientId, open.end(), today)));
        group.value = group.value.add(value);
        group.riding = group.riding.add(value);
        expect(clientId, today, value);
        note("grew");
    }

    private void leave(String clientId, Map<String, Held> held) {
        StageChange leaves =
                new StageChange(
                        LifecycleStage.CHURNED,
                        "Closed down",
                        version(clientId),
                        true,
                        new Leave(today, "Closed down", null),
                        true);
        done(
                tx ->
                        scene.features
                                .stageChanges()
                                .change(tx, ref(clientId), leaves, KIM, scene.clock.instant()));
        for (String id : List.copyOf(held.keySet())) {
            gone(clientId, held, id, today);
        }
        note("left");
    }

    private int version(String clientId) {
        return Integer.parseInt(
                scene.text(
                        "select version::text from clients where client_id = '" + clientId + "'"));
    }

    private static ClientRef ref(String clientId) {
        return new ClientRef(clientId, "Name of " + clientId);
    }

    private <T> T done(Work<Answer<T>> work) {
        return switch (scene.database.write(work)) {
            case Answer.Ok<T>(T value) -> value;
            case Answer.Refused<T>(var refusal) -> throw new AssertionError(refusal.toString());
        };
    }

    /**
     * Asserts that contracts, client, ledger and the test's expectation are the same amount for each client, on every
     * day until today.
     */
    private void assertAsExpected(String when) {
        scene.assertReconciled();
        Map<String, TreeMap<LocalDate, BigDecimal>> stored = new TreeMap<>();
        scene.server
                .jdbi()
                .useHandle(
                        db ->
                                db.createQuery(
                                                "select client_id, effective_on, arr_delta_amount"
                                                    + " from revenue_movements where effective_on"
                                                    + " <= :today")
                                        .bind("today", today)
                                        .map(
                                                (rs, ctx) ->
                                                        new Moved(
                                                                rs.getString(1),
                                                                rs.getObject(2, LocalDate.class),
                                                                rs.getBigDecimal(3)))
                                        .forEach(each -> add(stored, each)));
        Map<String, TreeMap<LocalDate, BigDecimal>> wanted = new TreeMap<>();
        expected.forEach(each -> add(wanted, each));
        assertThat(lines(stored)).as(when).containsExactlyElementsOf(lines(wanted));
        stored.forEach(
                (clientId, moved) -> {
                    BigDecimal arr = BigDecimal.ZERO;
                    for (Map.Entry<LocalDate, BigDecimal> day : moved.entrySet()) {
                        arr = arr.add(day.getValue());
                        assertThat(arr)
                                .as("%s, %s on %s", when, clientId, day.getKey())
                                .isNotNegative();
                    }
                });
        clients.forEach(
                (clientId, held) ->
                        assertThat(
                                        stored.get(clientId).values().stream()
                                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                                .as("%s, %s", when, clientId)
                                .isEqualByComparingTo(
                                        held.values().stream()
                                                .map(each -> each.value)
                                                .reduce(BigDecimal.ZERO, BigDecimal::add)));
    }

    private static void add(Map<String, TreeMap<LocalDate, BigDecimal>> days, Moved each) {
        days.computeIfAbsent(each.clientId(), it -> new TreeMap<>())
                .merge(each.on(), each.delta(), BigDecimal::add);
    }

    /** Returns the movements by client and day, without days on which they cancel out. */
    private static List<String> lines(Map<String, TreeMap<LocalDate, BigDecimal>> days) {
        List<String> lines = new ArrayList<>();
        days.forEach(
                (clientId, moved) ->
                        moved.forEach(
                                (day, delta) -> {
                                    if (delta.signum() != 0) {
                                        lines.add(
                                                "%s %s %s"
                                                        .formatted(
                                                                clientId, day, delta.setScale(2)));
                                    }
                                }));
        return lines;
    }

    /**
     * Asserts that however the two years are cut, each part starts where the previous one ends, and all add up to the
     * whole.
     */
    private void assertBridges(long seed) {
        LocalDate end = today.plusDays(1);
        for (int cut = 0; cut < 25; cut++) {
            TreeSet<LocalDate> days = new TreeSet<>(Set.of(end));
            int count = 2 + random.nextInt(14);
            while (days.size() < count) {
                days.add(end.minusDays(1 + random.nextInt(1_200)));
            }
            List<LocalDate> bounds = List.copyOf(days);
            String what = "seed %d, %s".formatted(seed, bounds);
            List<RevenuePeriod> parts =
                    scene.database.read(
                            tx -> new RevenueLedger(tx, RevenueFilter.ALL).periods(bounds));
            RevenuePeriod whole =
                    scene.database
                            .read(
                                    tx ->
                                            new RevenueLedger(tx, RevenueFilter.ALL)
                                                    .periods(
                                                            List.of(
                                                                    bounds.getFirst(),
                                                                    bounds.getLast())))
                            .getFirst();
            BigDecimal arr = whole.startingArr();
            BigDecimal expansion = BigDecimal.ZERO;
            BigDecimal churn = BigDecimal.ZERO;
            for (RevenuePeriod part : parts) {
                assertThat(part.reconciles()).as(what).isTrue();
                assertThat(part.startingArr()).as(what).isEqualByComparingTo(arr);
                assertCohort(part, what);
                arr = part.endingArr();
                expansion = expansion.add(part.expansionArr());
                churn = churn.add(part.churnArr());
            }
            assertCohort(whole, what);
            assertThat(whole.reconciles()).as(what).isTrue();
            assertThat(arr).as(what).isEqualByComparingTo(whole.endingArr());
            assertThat(expansion).as(what).isEqualByComparingTo(whole.expansionArr());
            assertThat(churn).as(what).isEqualByComparingTo(whole.churnArr());
            assertThat(arr)
                    .as(what)
                    .isEqualByComparingTo(
                            scene.text("select sum(contract_value)::text from clients"))
                    .isEqualByComparingTo(
                            scene.text(
                                    "select sum(value)::text from contracts where status ="
                                            + " 'active'"));
        }
    }

    /**
     * Asserts that the cohort is everything there was at the start, and for each client what the test expects at the
     * end.
     */
    private void assertCohort(RevenuePeriod part, String what) {
        BigDecimal end = BigDecimal.ZERO;
        BigDecimal kept = BigDecimal.ZERO;
        BigDecimal others = BigDecimal.ZERO;
        for (String clientId : clients.keySet()) {
            BigDecimal before = at(clientId, part.start());
            BigDecimal after = at(clientId, part.end());
            assertThat(before).as("%s, %s", what, clientId).isNotNegative();
            if (before.signum() > 0) {
                end = end.add(after);
                kept = kept.add(after.min(before));
            } else {
                others = others.add(after);
            }
        }
        CohortKept cohort = part.cohort();
        assertThat(cohort.arr()).as(what).isEqualByComparingTo(part.startingArr());
        assertThat(cohort.endArr()).as(what).isEqualByComparingTo(end);
        assertThat(cohort.keptArr()).as(what).isEqualByComparingTo(kept);
        assertThat(cohort.endArr().add(others)).as(what).isEqualByComparingTo(part.endingArr());
        BigDecimal grr = cohort.grr();
        BigDecimal nrr = cohort.nrr();
        if (grr != null && nrr != null) {
            assertThat(grr).as(what).isLessThanOrEqualTo(BigDecimal.ONE).isLessThanOrEqualTo(nrr);
        }
    }

    /** Returns the amount that the test expects for a client at the start of a day. */
    private BigDecimal at(String clientId, LocalDate day) {
        return expected.stream()
                .filter(each -> each.clientId().equals(clientId) && each.on().isBefore(day))
                .map(Moved::delta)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
