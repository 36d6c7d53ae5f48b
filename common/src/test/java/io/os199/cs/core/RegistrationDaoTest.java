package io.os199.cs.core;

import static io.os199.cs.core.CoreFixture.ACTOR;
import static io.os199.cs.core.CoreFixture.NO_CONTRACT;
import static io.os199.cs.core.CoreFixture.client;
import static io.os199.cs.core.CoreFixture.worth;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.Registration.Registered;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.ContractFields;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.NewClient;
import io.os199.cs.core.model.PossibleDuplicate;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

final class RegistrationDaoTest {
    private final CoreFixture core = new CoreFixture();

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void contractLedgerRenewalAndClientAgree() {
        Registered acme = core.register(client("Acme Corp", worth("72000")));
        assertThat(acme.client().contractValueAmount()).isEqualByComparingTo("72000");
        assertThat(acme.client().renewalDate()).isEqualTo("2027-01-14");
        assertThat(acme.client().renewalInDays()).isEqualTo(364);
        assertThat(
                        core.value(
                                "select kind || arr_delta_amount || effective_on from"
                                        + " revenue_movements"))
                .isEqualTo("new72000.002026-01-15");
        assertThat(core.value("select stage || current_arr_amount from renewals"))
                .isEqualTo("upcoming72000.00");
        assertThat(
                        core.value(
                                "select from_stage is null and to_stage = 'onboarding' from"
                                        + " lifecycle_transitions"))
                .isEqualTo("t");
        assertThat(core.count("timeline_events")).isEqualTo(2);
    }

    @Test
    void withoutContractFieldsThereIsNoContract() {
        Registered globex = core.register(client("Globex Ltd", NO_CONTRACT));
        assertThat(globex.contract()).isNull();
        assertThat(globex.client().contractValueAmount()).isEqualByComparingTo("0");
        assertThat(core.count("contracts") + core.count("revenue_movements")).isZero();
    }

    @Test
    void theTermOfALeapDayEndsOnTheTwentySeventh() {
        ContractFields leapDay =
                new ContractFields(
                        BigDecimal.TEN,
                        LocalDate.of(2024, 2, 29),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of());
        Contract contract = leapDay.open("contract_1", Tier.STANDARD, LocalDate.of(2024, 3, 1));
        assertThat(contract.endDate()).isEqualTo("2025-02-27");
    }

    @Test
    void aTakenNameIsRefusedWithItsClientWhateverItsCaseAndBlanks() {
        Registered acme = core.register(client("Acme Corp", NO_CONTRACT));
        Refusal refusal =
                core.refused(
                        tx ->
                                core.registration.register(
                                        tx, client(" acme CORP ", NO_CONTRACT), ACTOR));
        assertThat(refusal.code()).isEqualTo(Refusal.Code.CONFLICT);
        assertThat(refusal.message()).contains(acme.client().clientId(), "Acme Corp");
        assertThat(core.count("clients")).isEqualTo(1);
    }

    @Test
    void ofTwoRegistrationsOfOneNameAtOnceOneIsRefused() throws Exception {
        NewClient globex = client("Globex Ltd", worth("1000"));
        List<Answer<Registered>> both =
                CoreFixture.twice(
                        () ->
                                core.database.write(
                                        tx -> core.registration.register(tx, globex, ACTOR)),
                        () ->
                                core.database.write(
                                        tx -> core.registration.register(tx, globex, ACTOR)));
        assertThat(both).filteredOn(Answer.Ok.class::isInstance).hasSize(1);
        assertThat(both)
                .filteredOn(Answer.Refused.class::isInstance)
                .singleElement()
                .extracting(answer -> ((Answer.Refused<Registered>) answer).refusal().code())
                .isEqualTo(Refusal.Code.CONFLICT);
        for (String table : List.of("clients", "contracts", "revenue_movements", "audit_log")) {
            assertThat(core.count(table)).as(table).isEqualTo(1);
        }
    }

    @Test
    void clientsWithALikeNameOrTheSameMailDomainMayBeTheSame() {
        core.register(client("Acme Corporation", NO_CONTRACT));
        core.register(withContact("Initech", "a@initech.example"));
        core.register(withContact("Umbrella", "b@mail.example"));
        assertThat(duplicates(withContact("ACME Corporations", "c@mail.example")))
                .singleElement()
                .satisfies(
                        duplicate -> {
                            assertThat(duplicate.clientName()).isEqualTo("Acme Corporation");
                            assertThat(duplicate.match()).isEqualTo(PossibleDuplicate.Match.NAME);
                            assertThat(duplicate.similarityRate())
                                    .isBetween(new BigDecimal("0.6"), BigDecimal.ONE);
                        });
        assertThat(duplicates(withContact("Somebody Else", "d@INITECH.example")))
                .extracting(PossibleDuplicate::match)
                .containsExactly(PossibleDuplicate.Match.EMAIL_DOMAIN);
        assertThat(core.count("clients")).isEqualTo(3);
    }

    @Test
    void allFaultsAreReportedAtOnceWithNearProducts() {
        core.run(
                "insert into products (product_id, name, family) values ('analytics', 'Analytics',"
                        + " 'core')");
        ContractFields wrong =
                new ContractFields(
                        BigDecimal.TEN,
                        LocalDate.of(2026, 1, 15),
                        LocalDate.of(2026, 1, 15),
                        LocalDate.of(2026, 1, 14),
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of("analytic"));
        NewClient client =
                new NewClient(
                        "Acme Corp",
                        null,
                        null,
                        null,
                        Tier.STANDARD,
                        LifecycleStage.ONBOARDING,
                        null,
                        List.of(),
                        wrong,
                        null,
                        "Ada Byron",
                        null);
        Refusal refusal = core.refused(tx -> core.registration.register(tx, client, ACTOR));
        assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID_ARGUMENT);
        assertThat(refusal.faults())
                .extracting(Refusal.Fault::field)
                .containsExactly(
                        "primary_contact_name", "contract_end_date", "renewal_date", "products");
        assertThat(refusal.faults().getLast().suggestions())
                .contains(new Refusal.Suggestion("analytics", "Analytics"));
        assertThat(core.count("client_names")).isZero();
    }

    private List<PossibleDuplicate> duplicates(NewClient client) {
        return core.ok(tx -> core.registration.preview(tx, client));
    }

    private static NewClient withContact(String name, String email) {
        return new NewClient(
                name,
                null,
                null,
                null,
                Tier.STANDARD,
                LifecycleStage.ONBOARDING,
                null,
                List.of(),
                NO_CONTRACT,
                email,
                null,
                null);
    }
}
