package io.os199.cs.retention.campaign;

import io.os199.cs.communication.model.MailTexts;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The steps of a campaign of a kind.
 *
 * @param steps the steps in their order
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
     * @param level the lowest level that includes it
     * @param offsetDays business days from the start
     * @param subject the subject of its mail, whose body is {@code bodyText}; absent where no mail is written for it
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

    /** A step added to those of a playbook. */
    public record ExtraStep(String title, Channel channel, int dueInBusinessDays) {}

    /**
     * A step with its day.
     *
     * @param texts the texts of its mail; absent where no mail is written for it
     */
    public record Planned(
            int stepNo,
            String title,
            Channel channel,
            LocalDate dueDate,
            @Nullable MailTexts texts) {}

    /**
     * Returns the steps of a level from a day on, by due day and then in the order of this playbook; an added step
     * comes last on its day.
     */
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
