package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.Timeline.Impact;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The stages that a client went through, week by week, by transitions that the product itself allows. */
final class Lifecycle {
    private static final int RENEWAL_DAYS = 75;

    private final Story story;
    private final Dice dice;
    private final List<LocalDate> termEnds;
    private @Nullable String stage;
    private Instant since = Instant.EPOCH;

    Lifecycle(Story story, Contracts contracts) {
        this.story = story;
        this.dice = story.dice("lifecycle");
        this.termEnds =
                contracts.agreements().stream().filter(Agreement::isBase).map(a -> a.end).toList();
    }

    void tell(@Nullable Instant expansionSince) {
        LocalDate start = story.account.start();
        LocalDate adopts = start.plusDays(dice.between(40, 75));
        LocalDate settles = start.plusDays(dice.between(120, 200));
        move("onboarding", History.morning(start), "Registered");
        for (LocalDate day = start.plusWeeks(1);
                day.isBefore(story.lastDay());
                day = day.plusWeeks(1)) {
            step(day, adopts, settles);
        }
        if (expansionSince != null && expansionSince.isAfter(since) && "active".equals(stage)) {
            move("expansion", expansionSince, "Talks about an expansion have begun");
        }
        LocalDate churned = story.churnedOn();
        if (churned != null) {
            Instant at = story.history.inPast(History.morning(churned));
            move("churned", at.isAfter(since) ? at : since.plusSeconds(1), "Contract ended");
        }
    }

    String stage() {
        return stage == null ? "onboarding" : stage;
    }

    private void step(LocalDate day, LocalDate adopts, LocalDate settles) {
        double satisfaction = story.latent.recentSatisfaction(day);
        String settled = day.isBefore(settles) ? "adoption" : "active";
        switch (stage()) {
            case "at_risk" -> {
                if (satisfaction > 0.55 && !day.isBefore(adopts)) {
                    move(settled, dice.during(day), "Recovered");
                }
            }
            case "renewal" -> {
                if (satisfaction < 0.42) {
                    atRisk(day);
                } else if (!isRenewalNear(day)) {
                    move("active", dice.during(day), "Renewed");
                }
            }
            default -> {
                if (satisfaction < 0.42) {
                    atRisk(day);
                } else if (stage().equals("onboarding")) {
                    if (!day.isBefore(adopts)) {
                        move("adoption", dice.during(day), "Onboarding completed");
                    }
                } else if (isRenewalNear(day)) {
                    move("renewal", dice.during(day), "Renewal is due");
                } else if (stage().equals("adoption") && settled.equals("active")) {
                    move("active", dice.during(day), "Product taken up");
                }
            }
        }
    }

    private boolean isRenewalNear(LocalDate day) {
        return termEnds.stream()
                .anyMatch(end -> !end.isBefore(day) && end.isBefore(day.plusDays(RENEWAL_DAYS)));
    }

    private void atRisk(LocalDate day) {
        move("at_risk", dice.during(day), "Satisfaction and use have fallen");
    }

    private void move(String to, Instant at, String reason) {
        story.row(Table.LIFECYCLE_TRANSITIONS)
                .time(at)
                .text(stage)
                .text(to)
                .text(reason)
                .text(story.account.owner())
                .end();
        boolean bad = to.equals("at_risk") || to.equals("churned");
        String type = stage == null ? "registration" : "lifecycle";
        String title = stage == null ? "Client registered" : "Moved to stage " + to;
        story.timeline.milestone(at, type, bad ? Impact.NEGATIVE : Impact.POSITIVE, title, null);
        stage = to;
        since = at;
    }
}
