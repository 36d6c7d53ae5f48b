package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.RenewalStage;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A reminder of a renewal, sent to its owner.
 *
 * @param on the day it is due
 */
public record Reminder(int daysBefore, LocalDate on, Status status) {
    /** The days before every renewal on which reminders are due. */
    public static final List<Integer> DAYS_BEFORE = List.of(120, 90, 60, 30, 14, 7);

    /** Days before the last day on which a contract that renews automatically can be terminated. */
    public static final int BEFORE_NOTICE_DAYS = 14;

    /** The state of a reminder. */
    public enum Status {
        SENT,
        SKIPPED,
        SCHEDULED
    }

    /** Whether renewals in this stage get reminders. */
    public static boolean isRemindedOf(RenewalStage stage) {
        return stage.isOpen() && stage != RenewalStage.COMMITTED;
    }

    /**
     * All reminders of a renewal, the earliest first: those that were sent or skipped and, while its stage still gets
     * reminders, those to come. If several are due, only the nearest is sent.
     *
     * @param noticePeriodDays the notice period of a contract that renews automatically; absent for others
     * @param stored the known statuses by days before the renewal
     */
    public static List<Reminder> of(
            LocalDate renewalDate,
            RenewalStage stage,
            @Nullable Integer noticePeriodDays,
            Map<Integer, Status> stored,
            LocalDate today) {
        TreeSet<Integer> days = new TreeSet<>(DAYS_BEFORE);
        if (noticePeriodDays != null) {
            days.add(noticePeriodDays + BEFORE_NOTICE_DAYS);
        }
        days.addAll(stored.keySet());
        List<Reminder> reminders = new ArrayList<>();
        boolean nearest = !renewalDate.isBefore(today);
        for (int daysBefore : days) {
            LocalDate on = renewalDate.minusDays(daysBefore);
            boolean due = !on.isAfter(today);
            Status known = stored.get(daysBefore);
            if (known != null) {
                reminders.add(new Reminder(daysBefore, on, known));
            } else if (isRemindedOf(stage)) {
                boolean left = due && !nearest;
                reminders.add(
                        new Reminder(daysBefore, on, left ? Status.SKIPPED : Status.SCHEDULED));
            }
            nearest = nearest && !due;
        }
        reminders.sort(Comparator.comparing(Reminder::on));
        return reminders;
    }
}
