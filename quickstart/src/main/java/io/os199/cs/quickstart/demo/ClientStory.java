package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.util.List;

/** The story of one client from its first contract to today, told chapter by chapter. */
final class ClientStory {
    private final Story story;

    private ClientStory(Story story) {
        this.story = story;
    }

    static void tell(DemoOptions options, Reference reference, Account account, Rows rows) {
        new ClientStory(new Story(options, reference, account, rows)).tell();
    }

    private void tell() {
        Opportunities opportunities = new Opportunities(story);
        Contracts contracts = new Contracts(story, opportunities);
        contracts.tell();
        opportunities.tell(contracts.arr());
        new Payments(story).tell(contracts);

        People people = new People(story);
        people.tell();
        Usage usage = new Usage(story, people);
        usage.tell();

        Support support = new Support(story, people);
        support.tell();
        new Escalations(story).tell(support);
        Voice voice = new Voice(story, people);
        voice.tell();
        new Opinions(story, people).tell(voice, support);
        Touchpoints touchpoints = new Touchpoints(story, people);
        touchpoints.tell();
        new Reviews(story, people, touchpoints).tell();
        new Onboarding(story).tell();
        new Tasks(story).tell(support);
        new Trainings(story, people).tell();
        new Mails(story, people).tell();
        new Interventions(story).tell(contracts, voice);
        new Community(story, people).tell();
        new Advocacy(story, people).tell();
        new Portal(story).tell();

        Lifecycle lifecycle = new Lifecycle(story, contracts);
        lifecycle.tell(opportunities.openSince());
        write(contracts, lifecycle.stage(), usage.hasUse());
    }

    /** Writes the client itself, last because it sums up the rest; the tables are sent in their own order. */
    private void write(Contracts contracts, String stage, boolean isUsed) {
        Account account = story.account;
        Instant registered = History.morning(account.start());
        story.row(Table.CLIENT_NAMES)
                .text(account.name())
                .text(externalId())
                .made(registered, registered)
                .end();
        contracts.agreements().forEach(this::write);
        Agreement current = contracts.current();
        story.row(Table.CLIENTS)
                .text(account.name())
                .text(account.name())
                .text(externalId())
                .text(account.industry())
                .text(account.tier().wire())
                .text(stage)
                .text(story.churnedOn() == null ? "active" : "churned")
                .hundredths(contracts.arr())
                .day(account.start())
                .day(current.end)
                .day(current.end)
                .text(account.csm())
                .time(story.lastEngagement())
                .number(isUsed ? 1L : 0L)
                .array(account.isWellKnown() ? List.of("showcase") : List.of())
                .made(registered, story.history.inPast(story.history.now()))
                .end();
    }

    private void write(Agreement agreement) {
        Instant signed = story.history.inPast(History.morning(agreement.start));
        boolean renewsItself = agreement.isBase();
        story.row(Table.CONTRACTS)
                .text(agreement.id)
                .text(agreement.type)
                .hundredths(agreement.value)
                .text("annual")
                .day(agreement.start)
                .day(agreement.end)
                .day(renewsItself ? agreement.end : null)
                .flag(renewsItself && agreement.autoRenews)
                .text("net 30")
                .text(agreement.paymentStatus)
                .text(story.account.tier().wire())
                .number(agreement.seats)
                .array(story.bought().stream().map(ProductRange.Product::id).toList())
                .text(agreement.status)
                .day(agreement.terminatedOn)
                .made(signed, signed)
                .end();
        if (renewsItself && story.account.tier().includes(Tier.PROFESSIONAL)) {
            limits(agreement, signed);
        }
    }

    private void limits(Agreement agreement, Instant signed) {
        story.row(Table.CONTRACT_LIMITS)
                .text(agreement.id)
                .text("public_api")
                .number(10_000L * story.account.seats())
                .number(1_000L)
                .text("0.0120")
                .made(signed, signed)
                .end();
    }

    private String externalId() {
        return "CRM-%06d".formatted(story.account.number() + 1);
    }
}
