"""The interview in Streamlit: own words first, each reading confirmed, then the questions that matter most.

pip install hipexpert streamlit
streamlit run streamlit_app.py --browser.gatherUsageStats false
"""

import streamlit as st

import hipexpert


@st.cache_resource
def engine() -> hipexpert.Engine:
    """One for all sessions: it holds nothing of anybody."""
    return hipexpert.Engine()


def widget(asked: hipexpert.AskedFinding) -> object:
    """What a person says to one question; None, or an empty list, is nothing. Nothing is chosen beforehand."""
    labels = {each.id: each.label for each in asked.values}
    match asked.type:
        case "yes_no":  # of what is to be noticed, and not tried, only a yes says anything
            return st.radio(asked.question, ["yes"] if asked.noticed else ["yes", "no"], index=None, help=asked.help, key=asked.finding)
        case "choice":
            return st.radio(asked.question, list(labels), index=None, format_func=labels.__getitem__, help=asked.help, key=asked.finding)
        case "choices":  # what is not chosen stays unknown
            return st.multiselect(asked.question, list(labels), format_func=labels.__getitem__, help=asked.help, key=asked.finding)
        case _:
            return st.number_input(asked.question, value=None, help=f"{asked.help} {asked.answers}", key=asked.finding)


said: hipexpert.Intake = st.session_state.setdefault("said", hipexpert.Intake({}))  # of this browser session, and nowhere else
passed: set[str] = st.session_state.setdefault("passed", set())

st.title(engine().pack.about.title)
words = st.text_area("In your own words", max_chars=2000)
reading = engine().read_words(words)
wrong = {number for number, each in enumerate(reading.findings) if not st.checkbox(each.says, value=True, key=f"read-{number}-{each.says}")}
result = engine().assess(reading.without(wrong).answers).with_answers(said)
st.header(result.urgency.title)
st.write(result.urgency.action)
for each in result.contradictions:
    st.warning(f"These answers cannot all be right: {each.because}")

# In an emergency nothing more is asked.
questions = engine().next_questions(result.intake, 3, passed=passed) if result.level != "emergency" else ()
if questions:
    with st.form("questions", clear_on_submit=False):
        told = {asked: widget(asked) for question in questions for asked in question.findings}
        if st.form_submit_button("Go on"):
            wrong_at = []
            for asked, answer in told.items():
                if answer is None or answer == []:
                    passed.add(asked.finding)  # not put again, and still unknown
                    continue
                try:
                    said = st.session_state.said = engine().assess(said).with_answers({asked.finding: answer}).intake
                except hipexpert.IntakeError as error:
                    wrong_at.append(asked.finding)
                    st.error(str(error))
            if not wrong_at:
                st.rerun()
st.caption(engine().pack.about.disclaimer)
