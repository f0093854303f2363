"""FHIR R4: the vocabulary as a Questionnaire, answers as a QuestionnaireResponse, what follows as a Bundle, and SDC's `$next-question`."""
