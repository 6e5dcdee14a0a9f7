"""What was wrong with a command line, in Chinese and in English: click itself speaks English only."""

import click


def sentence(error: click.ClickException) -> str:
    """One sentence in both languages with the way out; what is raised by us carries both already."""
    if "| " in error.message:
        return error.message
    en = " ".join(error.format_message().split()).rstrip(".")
    return f"{_zh(error)}；用 --help 查看用法。| {en}; see --help."


def of_a_file(error: OSError) -> str:
    """A file that could not be read or written, in both languages."""
    what, why = error.filename or "", error.strerror or str(error)
    zh = f"不能读写 {what}：{why}；请改正路径或权限。"
    return f"{zh}| cannot read or write {what}: {why}; correct the path or its rights."


def _zh(error: click.ClickException) -> str:
    match error:
        case click.NoSuchCommand():
            return f"没有命令 {error.command_name}"
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.MissingParameter():
            return f"缺少参数 {_hint(error)}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对"
        case click.BadParameter():
            return f"参数 {_hint(error)} 的值不对"
        case _:
            return "参数有误或多余"


def _hint(error: click.BadParameter) -> str:
    return error.param.get_error_hint(error.ctx).replace("'", "") if error.param and error.ctx else ""
