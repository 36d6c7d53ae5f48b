package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/** An item agreed in a review. */
public record ReviewItem(
        int itemNo,
        String title,
        String owner,
        OwnerSide ownerSide,
        @Nullable LocalDate dueDate,
        ReviewItemStatus status) {
    /** Whether it is open after its due date. */
    public boolean lateOn(LocalDate today) {
        return status == ReviewItemStatus.OPEN && dueDate != null && dueDate.isBefore(today);
    }
}
