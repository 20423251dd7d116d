package org.mlscale.engine.model;

/** What the last layer's outputs mean, and the loss of one row that follows from it. */
public enum Head {
    /** A number an output, as it stands. Loss: the mean of the outputs' squared errors, so that its size does not depend on how many there are. */
    NUMBER,
    /** One output, through a sigmoid: the probability of the second class. Loss: binary cross-entropy. */
    YES_NO,
    /** One output a class, through a softmax: the probability of each. Loss: cross-entropy. */
    CLASSES
}
