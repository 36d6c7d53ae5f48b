package io.os199.cs.api.tools.communication;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.communication.EmailAnswer.Delivery;
import io.os199.cs.api.tools.communication.EmailAnswer.EmailPreview;
import io.os199.cs.api.tools.communication.EmailAnswer.Message;
import io.os199.cs.api.tools.communication.NewsletterAnswer.TestMail;
import io.os199.cs.api.tools.communication.SendPersonalizedEmail.SendPreview;
import io.os199.cs.communication.campaign.MailAudience;
import io.os199.cs.communication.campaign.MailCampaigns;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.Outbox;
import io.os199.cs.communication.mail.StaffMails;
import io.os199.cs.communication.model.NewsletterStatus;
import io.os199.cs.communication.newsletter.Edition;
import io.os199.cs.communication.newsletter.Newsletters;
import io.os199.cs.communication.newsletter.Newsletters.Scheduled;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Newsletters: editions drafted, scheduled and sent, and their subscribers. */
@ToolInfo(
        name = Newsletters.TOOL,
        title = "Newsletters",
        description = "Newsletters: editions, results, subscriptions.",
        effect = Effect.SEND,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false,
        openWorld = true,
        takesMailTexts = true)
public final class AutomateNewsletters implements Tool<NewsletterInput, NewsletterAnswer> {
    private final Database database;
    private final Newsletters newsletters;
    private final MailSettings settings;
    private final NewsletterReading reading;
    private final NewsletterSubscribing subscribing;
    private final EmailTargets targets;

    AutomateNewsletters(
            Database database,
            ClientDirectory clients,
            Newsletters newsletters,
            NewsletterReading reading,
            NewsletterSubscribing subscribing) {
        this.database = database;
        this.newsletters = newsletters;
        this.settings = newsletters.campaigns().settings();
        this.reading = reading;
        this.subscribing = subscribing;
        this.targets = new EmailTargets(clients);
    }

    @Override
    public List<Fault> faults(NewsletterInput input, Set<String> unread, Call call) {
        return NewsletterFaults.of(input, unread, call);
    }

    @Override
    public Answer<NewsletterAnswer> call(NewsletterInput input, Call call) {
        return switch (input.action()) {
            case GET_NEWSLETTER -> reading.get(input, call);
            case TRACK_PERFORMANCE -> reading.performance(input, call);
            case LIST_NEWSLETTERS -> reading.list(input, call);
            case MANAGE_SUBSCRIPTIONS ->
                    input.subscriptionAction() == NewsletterInput.SubscriptionAction.GET_STATUS
                            ? subscribing.status(input, call)
                            : allowed(Scope.CS_WRITE, call)
                                    .then(_ -> subscribing.change(input, call));
            case CREATE_NEWSLETTER, UPDATE_NEWSLETTER ->
                    allowed(Scope.CS_WRITE, call).then(_ -> write(input, call));
            case CANCEL_NEWSLETTER -> allowed(Scope.CS_WRITE, call).then(_ -> cancel(input, call));
            case SCHEDULE_NEWSLETTER ->
                    allowed(Scope.CS_SEND, call).then(_ -> schedule(input, call));
            case SEND_TEST -> allowed(Scope.CS_SEND, call).then(_ -> test(input, call));
        };
    }

    private static Answer<Call> allowed(Scope scope, Call call) {
        return call.has(scope)
                ? Answer.of(call)
                : Answer.refused(
                        NeededScopes.refusal(
                                        "without %s this action is not allowed".formatted(scope),
                                        scope)
                                .field("action")
                                .expected(
                                        "get_newsletter, track_performance, list_newsletters, or"
                                                + " manage_subscriptions with get_status"));
    }

    /** An edition that was written. */
    private record Written(String newsletterId) {}

    private Answer<NewsletterAnswer> write(NewsletterInput input, Call call) {
        return call.write(
                        Written.class,
                        tx ->
                                targets.clientIds(
                                                tx, "exclude_client_ids", input.excludeClientIds())
                                        .then(excluded -> written(tx, input, excluded, call))
                                        .map(edition -> new Written(edition.newsletterId())))
                .then(written -> shown(written.newsletterId(), call));
    }

    private Answer<Edition> written(
            Transaction tx, NewsletterInput input, List<String> excluded, Call call) {
        return input.action() == NewsletterInput.Action.CREATE_NEWSLETTER
                ? newsletters.create(tx, input.toEdition(excluded), call.actor(), call.now())
                : newsletters.update(
                        tx,
                        input.edition(),
                        Objects.requireNonNull(input.version()),
                        input.toChange(excluded),
                        call.actor(),
                        call.now());
    }

    private Answer<NewsletterAnswer> shown(String newsletterId, Call call) {
        return stored(newsletterId, null)
                .map(edition -> answer(call).edition(view(edition)).build());
    }

    private Answer<Edition> stored(String newsletterId, @Nullable Integer version) {
        return database.current(
                tx ->
                        newsletters
                                .edition(tx, newsletterId)
                                .then(edition -> newsletters.inVersion(edition, version)));
    }

    private static NewsletterAnswer.Edition view(Edition edition) {
        return NewsletterAnswer.Edition.of(edition);
    }

    private static NewsletterAnswer.Builder answer(Call call) {
        return new NewsletterAnswer.Builder(call.now());
    }

    private record Planned(Edition edition, MailAudience audience) {}

    private Answer<NewsletterAnswer> schedule(NewsletterInput input, Call call) {
        if (call.isRepeated()) {
            return call.repeat(Scheduled.class).then(done -> scheduled(done, call));
        }
        Instant at = Objects.requireNonNull(input.scheduledSend());
        MailCampaigns campaigns = newsletters.campaigns();
        return database.current(
                        tx ->
                                newsletters
                                        .edition(tx, input.edition())
                                        .then(
                                                edition ->
                                                        newsletters.inVersion(
                                                                edition, input.version()))
                                        .then(
                                                edition ->
                                                        newsletters
                                                                .order(edition, at)
                                                                .then(
                                                                        order ->
                                                                                campaigns.plan(
                                                                                        tx,
                                                                                        order,
                                                                                        null,
                                                                                        call.now()))
                                                                .map(
                                                                        audience ->
                                                                                new Planned(
                                                                                        edition,
                                                                                        audience))))
                .then(planned -> schedule(planned, at, input, call));
    }

    private Answer<NewsletterAnswer> schedule(
            Planned planned, Instant at, NewsletterInput input, Call call) {
        MailAudience audience = planned.audience();
        Edition edition = planned.edition();
        EmailPreview preview =
                new EmailPreview(
                        audience.firstLetters().stream()
                                .map(each -> Message.of(each, call.seesPersonalData()))
                                .toList(),
                        warnings());
        if (input.dryRun()) {
            return Answer.of(
                    delivered(call, audience.recipientCount())
                            .edition(view(edition))
                            .audience(audience.counts())
                            .preview(preview)
                            .dryRun()
                            .build());
        }
        return call.writeConfirmed(
                        new SendPreview(
                                audience.clientCount(),
                                audience.contactCount(),
                                audience.recipientCount(),
                                audience.byTier(),
                                audience.excluded(),
                                settings.sender().address(),
                                at,
                                preview.messages(),
                                preview.warnings()),
                        audience.fingerprint() + "@" + edition.version(),
                        Scheduled.class,
                        tx ->
                                newsletters.schedule(
                                        tx,
                                        edition.newsletterId(),
                                        edition.version(),
                                        at,
                                        audience.fingerprint(),
                                        call.actor(),
                                        call.now()))
                .then(done -> scheduled(done, call));
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!settings.hasProvider()) {
            warnings.add("No email provider is set up: it stays a draft and nothing is sent");
        }
        return warnings;
    }

    private Answer<NewsletterAnswer> scheduled(Scheduled done, Call call) {
        return stored(done.newsletterId(), null)
                .map(
                        edition ->
                                delivered(call, done.audience().recipientCount())
                                        .edition(view(edition))
                                        .audience(done.audience())
                                        .build());
    }

    /** An answer with how the edition is delivered, and the gaps that this causes. */
    private NewsletterAnswer.Builder delivered(Call call, @Nullable Integer recipients) {
        return answer(call)
                .delivery(Delivery.of(settings.sending(), recipients))
                .gaps(undelivered("edition.status"));
    }

    private List<DataGap> undelivered(String field) {
        return new Outbox(settings).undelivered(field);
    }

    /** The preview that a person confirms. */
    public record CancelPreview(
            String name, int editionNumber, NewsletterStatus status, int waitingCount)
            implements Preview {
        @Override
        public String question() {
            return "Cancel this edition, of which %,d messages wait now?".formatted(waitingCount);
        }
    }

    private record Stopped(int count) {}

    private Answer<NewsletterAnswer> cancel(NewsletterInput input, Call call) {
        if (call.isRepeated()) {
            return call.repeat(Stopped.class).then(stopped -> stopped(stopped, input, call));
        }
        return stored(input.edition(), input.version())
                .then(edition -> newsletters.notBegun(edition, "cancel_newsletter"))
                .then(edition -> cancel(edition, input, call));
    }

    private Answer<NewsletterAnswer> cancel(Edition edition, NewsletterInput input, Call call) {
        String campaignId = edition.campaignId();
        int waiting =
                campaignId == null
                        ? 0
                        : database.current(tx -> newsletters.campaigns().waiting(tx, campaignId));
        if (input.dryRun()) {
            return Answer.of(answer(call).edition(view(edition)).stopped(waiting).dryRun().build());
        }
        return call.writeConfirmed(
                        new CancelPreview(
                                edition.name(), edition.editionNo(), edition.status(), waiting),
                        edition.newsletterId() + "@" + edition.version(),
                        Stopped.class,
                        tx ->
                                newsletters
                                        .cancel(
                                                tx,
                                                edition.newsletterId(),
                                                edition.version(),
                                                call.actor(),
                                                call.now())
                                        .map(Stopped::new))
                .then(stopped -> stopped(stopped, input, call));
    }

    private Answer<NewsletterAnswer> stopped(Stopped stopped, NewsletterInput input, Call call) {
        return stored(input.edition(), null)
                .map(
                        edition ->
                                answer(call)
                                        .edition(view(edition))
                                        .stopped(stopped.count())
                                        .build());
    }

    /** The preview that a person confirms. */
    public record TestPreview(
            String name,
            int editionNumber,
            int recipientCount,
            String subject,
            List<String> warnings)
            implements Preview {
        @Override
        public String question() {
            return "Mail this edition to the %,d people who get tests?".formatted(recipientCount);
        }
    }

    private record Tested(List<StaffMails.Sent> mails) {}

    private Answer<NewsletterAnswer> test(NewsletterInput input, Call call) {
        if (call.isRepeated()) {
            return call.repeat(Tested.class).then(tested -> tested(tested, input, call));
        }
        return stored(input.edition(), input.version())
                .then(
                        edition ->
                                newsletters.testers().then(all -> test(edition, all, input, call)));
    }

    private Answer<NewsletterAnswer> test(
            Edition edition, List<String> testers, NewsletterInput input, Call call) {
        TestPreview preview =
                new TestPreview(
                        edition.name(),
                        edition.editionNo(),
                        testers.size(),
                        newsletters.sample(edition).subject(),
                        warnings());
        if (input.dryRun()) {
            return Answer.of(
                    answer(call)
                            .edition(view(edition))
                            .testMails(
                                    testers.stream()
                                            .map(each -> new TestMail(each, expected()))
                                            .toList())
                            .gaps(new Outbox(settings).skipped("test_mails"))
                            .dryRun()
                            .build());
        }
        return call.writeConfirmed(
                        preview,
                        "%s@%d:%s".formatted(edition.newsletterId(), edition.version(), testers),
                        Tested.class,
                        tx ->
                                newsletters
                                        .test(
                                                tx,
                                                edition.newsletterId(),
                                                edition.version(),
                                                call.actor(),
                                                call.now())
                                        .map(Tested::new))
                .then(tested -> tested(tested, input, call));
    }

    private StaffMails.Delivery expected() {
        return settings.hasProvider()
                ? StaffMails.Delivery.QUEUED
                : StaffMails.Delivery.SKIPPED_NO_PROVIDER;
    }

    private Answer<NewsletterAnswer> tested(Tested tested, NewsletterInput input, Call call) {
        return stored(input.edition(), null)
                .map(
                        edition ->
                                answer(call)
                                        .edition(view(edition))
                                        .testMails(
                                                tested.mails().stream()
                                                        .map(
                                                                each ->
                                                                        new TestMail(
                                                                                each.recipient(),
                                                                                each.status()))
                                                        .toList())
                                        .gaps(new Outbox(settings).skipped("test_mails"))
                                        .build());
    }
}
