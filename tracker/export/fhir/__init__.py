"""A bundle of HL7 FHIR R4 for doctors' systems. What is in it and what is not: docs/decisions/0020."""
