/** Pure rules about feedback and where it goes. */
@NullMarked
package io.os199.cs.feedback.model;

import org.jspecify.annotations.NullMarked;
