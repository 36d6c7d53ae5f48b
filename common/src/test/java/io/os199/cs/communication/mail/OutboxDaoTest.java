package io.os199.cs.communication.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.communication.UnsentMail;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Recipients, contents and waiting messages, over a real database. */
class OutboxDaoTest {
    private static final MailSettings SETTINGS =
            new MailSettings(
                    List.of(new MailSettings.Sender("team@vendor.example", "The team")), Locale.UK);
    private static final Instant NOW = Instant.parse("2026-11-11T09:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-11");
    private static final MailTexts TEXTS =
            new MailTexts(
                    "{{client_name}}: {{days_to_renewal}} days",
                    "Hello {{first_name|there}}, until {{renewal_date}}. {{active_users_30d}} of"
                            + " {{included_users}}, {{tier}}. {{sender_name}}");

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        client("client_acme", "Acme Corp", "active", 72_000);
        client("client_globex", "Globex", "churned", 10_000);
        client("client_initech", "Initech", "active", 20_000);
        client("client_umbra", "Umbra Ltd", "active", 30_000);
        contact("client_acme", "ana", "Ana <b>Berg", " Ana@Acme.example ", "user", true, false);
        contact("client_acme", "cara", "Cara", "cara@acme.example", "champion", false, true);
        contact("client_globex", "gus", "Gus", "gus@globex.example", "user", true, false);
        contact("client_initech", "ivo", "Ivo", "ivo@initech.example", "admin", true, false);
        suppress("ivo@initech.example", "all", "hard_bounce");
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    "update clients set renewal_date = '2026-12-01' where client_id"
                                            + " = 'client_acme'");
                            db.execute(
                                    """
                                    insert into contracts (client_id, contract_id, type, value, start_date, tier,
                                        included_users)
                                    values ('client_acme', 'contract_1', 'new', 72000, '2026-01-01', 'professional', 50)
                                    """);
                            db.execute(
                                    """
                                    insert into usage_daily_users (client_id, day, user_key, event_count)
                                    select 'client_acme', day::date, key, 1
                                    from (values ('2026-11-11', 'today'), ('2026-11-10', 'a'), ('2026-10-12', 'b'),
                                        ('2026-10-12', 'a'), ('2026-10-11', 'before')) u (day, key)
                                    """);
                        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void thePrimaryContactOrTheReasonWhyNot() {
        List<Recipient> found =
                recipients(
                        new Audience(
                                List.of(
                                        "client_acme",
                                        "client_globex",
                                        "client_initech",
                                        "client_umbra"),
                                RecipientScope.PRIMARY,
                                Set.of(),
                                false,
                                MessageClass.SERVICE));
        assertThat(found)
                .extracting(Recipient::exclusion)
                .containsExactly(
                        null,
                        Exclusion.CLIENT_INACTIVE,
                        Exclusion.SUPPRESSED,
                        Exclusion.NO_RECIPIENT);
        assertThat(found.getFirst().email()).isEqualTo("ana@acme.example");
        assertThat(found).filteredOn(each -> each.contactId() != null).hasSize(2);

        // A churned client can be won back.
        assertThat(primary("client_globex", MessageClass.SERVICE).isReachable()).isTrue();
    }

    @Test
    void withoutAPrimaryContactTheFirstByRole() {
        for (String role : List.of("billing", "executive_sponsor", "admin", "champion")) {
            contact("client_umbra", role, null, role + "@umbra.example", role, false, false);
            assertThat(primary("client_umbra", MessageClass.SERVICE).email())
                    .isEqualTo(role + "@umbra.example");
        }
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "update contacts set left_company_at = now() where"
                                                + " client_id = 'client_umbra'"));
        assertThat(primary("client_umbra", MessageClass.SERVICE).exclusion())
                .isEqualTo(Exclusion.LEFT_COMPANY);
        contact("client_umbra", "bad", "Bad", "no address", "user", false, false);
        assertThat(primary("client_umbra", MessageClass.SERVICE).exclusion())
                .isEqualTo(Exclusion.INVALID_ADDRESS);
    }

    @Test
    void whatKeepsAMailAwayDependsOnItsClass() {
        suppress("ana@acme.example", "marketing", "unsubscribe");
        assertThat(primary("client_acme", MessageClass.SERVICE).exclusion()).isNull();
        assertThat(primary("client_acme", MessageClass.NEWSLETTER).exclusion())
                .isEqualTo(Exclusion.NOT_SUBSCRIBED);
        assertThat(primary("client_acme", MessageClass.MARKETING).exclusion())
                .isEqualTo(Exclusion.UNSUBSCRIBED);
        suppress("ana@acme.example", "all", "complaint");
        assertThat(primary("client_acme", MessageClass.MARKETING).exclusion())
                .isEqualTo(Exclusion.SUPPRESSED);
    }

    @Test
    void anAddressIsWrittenToOnce() {
        contact("client_umbra", "ana2", "Ana", "ANA@acme.example", "champion", false, false);
        contact("client_umbra", "uma", "Uma", "uma@umbra.example", "admin", false, false);
        Audience everybody =
                new Audience(
                        List.of("client_umbra", "client_acme"),
                        RecipientScope.ALL,
                        Set.of(),
                        false,
                        MessageClass.SERVICE);
        assertThat(recipients(everybody))
                .extracting(each -> each.contactId() + " " + each.exclusion())
                .containsExactly(
                        "contact_ana2 DUPLICATE_ADDRESS", "contact_uma null", "contact_ana null");
        Audience admins =
                new Audience(
                        List.of("client_umbra", "client_acme"),
                        RecipientScope.BY_ROLE,
                        Set.of(ContactRole.ADMIN),
                        false,
                        MessageClass.SERVICE);
        assertThat(recipients(admins))
                .extracting(each -> each.contactId() + " " + each.exclusion())
                .containsExactly("contact_uma null", "null NO_RECIPIENT");
    }

    @Test
    void aLetterHoldsTheValuesOfItsTokens() {
        Letter letter = letter();
        assertThat(letter.texts().subject()).isEqualTo("Acme Corp: 20 days");
        assertThat(letter.texts().bodyText())
                .isEqualTo("Hello Ana, until 1 December 2026. 2 of 50, Professional. The team");
        assertThat(letter.masked().bodyText()).startsWith("Hello A., until 1 December 2026.");
        assertThat(letter.missing()).isEmpty();
        assertThat(letter.values().keySet()).isEqualTo(TEXTS.tokens());

        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute("delete from usage_daily_users");
                            db.execute(
                                    "update contacts set name = null where contact_id ="
                                            + " 'contact_ana'");
                        });
        assertThat(letter().texts().bodyText()).startsWith("Hello there, ");
        assertThat(letter().missing())
                .as("nothing is known of who uses the product")
                .containsExactly(MailToken.ACTIVE_USERS_30D);
        assertThat(Letters.nearest("frist_name").getFirst()).isEqualTo("first_name");
    }

    @Test
    void anOccurrenceIsOneMessageAndADraftSendsNothing() {
        Outbox outbox = new Outbox(SETTINGS);
        Letter letter = letter();
        String campaignId = database.database().write(tx -> outbox.open(tx, campaign(), NOW));
        List<Outbox.Queued> first = queue(outbox, campaignId, "1", letter);
        assertThat(first).hasSize(1);
        assertThat(queue(outbox, campaignId, "1", letter)).isEmpty();
        assertThat(queue(outbox, campaignId, "2", letter)).hasSize(1);
        assertThat(
                        text(
                                "select status || ' ' || message_class || ' ' || sender_email from"
                                        + " email_campaigns"))
                .isEqualTo("draft service team@vendor.example");
        assertThat(
                        text(
                                "select subject || ' ' || (token_values ->> 'first_name') || ' ' ||"
                                    + " status || ' ' || (next_attempt_at at time zone 'UTC') from"
                                    + " email_messages where occurrence_key = '1'"))
                .isEqualTo("Acme Corp: 20 days Ana queued 2026-11-16 10:00:00");
        assertThatThrownBy(
                        () ->
                                queue(
                                        outbox,
                                        campaignId,
                                        "3",
                                        new Letter(
                                                letter.recipient(),
                                                TEXTS,
                                                TEXTS,
                                                Map.of(),
                                                TEXTS.missing(Map.of()))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWaitsCanBePutOffCancelledAndQueuedAgainAsItWasWritten() {
        Outbox outbox = new Outbox(SETTINGS);
        String campaignId = database.database().write(tx -> outbox.open(tx, campaign(), NOW));
        String id = queue(outbox, campaignId, "1", letter()).getFirst().messageId();
        Instant later = Instant.parse("2026-11-20T10:00:00Z");
        database.database()
                .write(
                        tx -> {
                            assertThat(outbox.postpone(tx, "client_acme", id, later, NOW)).isTrue();
                            assertThat(outbox.again(tx, "client_acme", id, "1.2", later, NOW))
                                    .as("it waits")
                                    .isEmpty();
                            assertThat(new UnsentMail().cancel(tx, "client_acme", List.of(id), NOW))
                                    .isEqualTo(1);
                            assertThat(outbox.postpone(tx, "client_acme", id, later, NOW))
                                    .isFalse();
                            assertThat(outbox.again(tx, "client_acme", id, "1.2", later, NOW))
                                    .isPresent();
                            return id;
                        });
        assertThat(
                        text(
                                "select string_agg(occurrence_key || ' ' || status, ', ' order by"
                                    + " occurrence_key) from email_messages where subject = 'Acme"
                                    + " Corp: 20 days'"))
                .isEqualTo("1 cancelled, 1.2 queued");
    }

    private List<Outbox.Queued> queue(
            Outbox outbox, String campaignId, String occurrence, Letter letter) {
        return database.database()
                .write(
                        tx ->
                                outbox.queue(
                                        tx,
                                        campaignId,
                                        occurrence,
                                        List.of(letter),
                                        Instant.parse("2026-11-16T10:00:00Z"),
                                        NOW));
    }

    private static EmailCampaign campaign() {
        return new EmailCampaign("Check", TemplateType.HEALTH_CHECK, TEXTS, Map.of(), null, null);
    }

    private Letter letter() {
        return database.database()
                .read(
                        tx ->
                                new Letters(SETTINGS)
                                        .write(
                                                tx,
                                                TEXTS,
                                                Recipients.of(
                                                        tx,
                                                        Audience.primaryOf(
                                                                List.of("client_acme"),
                                                                MessageClass.SERVICE)),
                                                TODAY,
                                                TODAY)
                                        .getFirst());
    }

    private Recipient primary(String clientId, MessageClass messageClass) {
        return recipients(Audience.primaryOf(List.of(clientId), messageClass)).getFirst();
    }

    private List<Recipient> recipients(Audience audience) {
        return database.database().read(tx -> Recipients.of(tx, audience));
    }

    private String text(String query) {
        return database.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).one());
    }

    private void client(String id, String name, String status, int arr) {
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    "insert into client_names (client_id, name) values (?, ?)",
                                    id,
                                    name);
                            db.execute(
                                    "insert into clients (client_id, name, company_name, status,"
                                            + " tier, contract_value) values (?, ?, ?, ?,"
                                            + " 'professional', ?)",
                                    id,
                                    name,
                                    name,
                                    status,
                                    arr);
                        });
    }

    private void contact(
            String clientId,
            String id,
            String name,
            String email,
            String role,
            boolean isPrimary,
            boolean hasLeft) {
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "insert into contacts (client_id, contact_id, name, email,"
                                            + " role, is_primary, left_company_at) values (?, ?, ?,"
                                            + " ?, ?, ?, case when ? then now() end)",
                                        clientId,
                                        "contact_" + id,
                                        name,
                                        email,
                                        role,
                                        isPrimary,
                                        hasLeft));
    }

    private void suppress(String email, String scope, String reason) {
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "insert into email_suppressions (email, scope, reason,"
                                                + " source) values (?, ?, ?, 'test')",
                                        email,
                                        scope,
                                        reason));
    }
}
