package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/** An item agreed in a review. */
public record NewReviewItem(
        String title, String owner, OwnerSide ownerSide, @Nullable LocalDate dueDate) {}
