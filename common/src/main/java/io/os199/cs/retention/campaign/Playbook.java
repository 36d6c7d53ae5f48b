package io.os199.cs.retention.campaign;

import io.os199.cs.communication.model.MailTexts;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is done in a campaign of a kind.
 *
 * @param steps in their order
 */
public record Playbook(
        String playbookKey,
        int playbookVersion,
        String name,
        CampaignKind kind,
        String goal,
        List<Step> steps) {
    public Playbook {
        steps = List.copyOf(steps);
    }

    /**
     * A step of a playbook.
     *
     * @param level the lowest that has it
     * @param offsetDays business days from the start
     * @param subject of the mail that it is, with {@code bodyText}; absent where no mail is written for it
     */
    public record Step(
            InterventionLevel level,
            String title,
            Channel channel,
            int offsetDays,
            @Nullable String subject,
            @Nullable String bodyText) {

        @Nullable MailTexts texts() {
            return subject == null || bodyText == null ? null : new MailTexts(subject, bodyText);
        }
    }

    /** A step that a playbook does not have. */
    public record ExtraStep(String title, Channel channel, int dueInBusinessDays) {}

    /**
     * A step with its day.
     *
     * @param texts of the mail that it is; absent where no mail is written for it
     */
    public record Planned(
            int stepNo,
            String title,
            Channel channel,
            LocalDate dueDate,
            @Nullable MailTexts texts) {}

    /** The steps of a level from a day on, by their days and then as they stand here; what is added comes last on its day. */
    public List<Planned> plan(InterventionLevel at, LocalDate start, List<ExtraStep> extra) {
        List<Planned> days = new ArrayList<>();
        for (Step step : steps) {
            if (at.includes(step.level())) {
                LocalDate due = BusinessDays.after(start, at.offset(step.offsetDays()));
                days.add(new Planned(0, step.title(), step.channel(), due, step.texts()));
            }
        }
        for (ExtraStep step : extra) {
            LocalDate due = BusinessDays.after(start, step.dueInBusinessDays());
            days.add(new Planned(0, step.title(), step.channel(), due, null));
        }
        days.sort(Comparator.comparing(Planned::dueDate));
        List<Planned> planned = new ArrayList<>();
        for (Planned each : days) {
            planned.add(
                    new Planned(
                            planned.size() + 1,
                            each.title(),
                            each.channel(),
                            each.dueDate(),
                            each.texts()));
        }
        return List.copyOf(planned);
    }
}
