package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/** Something that was agreed in a review. */
public record ReviewItem(
        int itemNo,
        String title,
        String owner,
        OwnerSide ownerSide,
        @Nullable LocalDate dueDate,
        ReviewItemStatus status) {
    /** Whether its day has passed while it is open. */
    public boolean lateOn(LocalDate today) {
        return status == ReviewItemStatus.OPEN && dueDate != null && dueDate.isBefore(today);
    }
}
