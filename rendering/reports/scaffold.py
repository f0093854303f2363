"""What a scaffold made; nothing in it is folded, so that paths and commands can be copied."""

from hipexpert.audit.scaffolds.values import Scaffold
from hipexpert.rendering.report.blocks import Block, Code, Heading, Paragraph, Report, points


def scaffold_report(scaffold: Scaffold, *, written: bool) -> Report:
    """What was made, the near miss, what is left to do, and what to run next; before writing, the texts too."""
    blocks: list[Block] = []
    if not written:
        blocks += [Code(f"# {'new file' if file.new else 'added to'} {file.path}\n{file.added}\n") for file in scaffold.files]
    blocks += [Code(f"{each.what:10}{each.id}\n          {each.place}") for each in scaffold.made]
    if scaffold.pair is not None:
        pair = scaffold.pair
        blocks.append(Code(f"fires     {pair.fires}\nsilent    {pair.silent}    ({pair.apart} alone differs)"))
    blocks += [Heading("To do", 3), *points(*scaffold.to_do)]
    if written:
        blocks += [Heading("Next", 3), *(Code(f"  {line}") for line in scaffold.commands)]
    else:
        blocks.append(Paragraph("Nothing was written."))
    return Report("What was made", tuple(blocks))
