"""Accounts, sub-accounts, persons, tasks and freezes of the bank package."""

from datetime import UTC, datetime

from police_files import read_bytes


def _file(*lines: str) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode("gb18030")


def test_accounts_tell_holder_state_and_balances() -> None:
    told = read_bytes(
        _file(
            "账户开户名称,开户人证件号码,交易卡号,交易账号,账号开户时间,账户余额,可用余额,币种,开户网点,账户状态,"
            "销户日期,账户类型,开户联系方式,联系电话,账号开户银行",
            "合成甲,SYN0001\t,6222020000000000017\t,1000000001_156,1988-07-01,110.00,10.5,156,甲支行,正常,"
            "99991231,借记卡,,13000000000,合成银行",
            "合成甲,SYN0001,6.22202E+18,,,,,,,,,,,,",
        )
    )
    (row,) = told.rows
    assert told.parts[1].told == "accounts"
    assert row["card"] == "6222020000000000017" and row["account"] == "1000000001_156"
    assert (row["balance"], row["available"], row["asset"]) == (11000, 1050, "CNY")
    assert row["opened"] == datetime(1988, 6, 30, 15, tzinfo=UTC)  # summer time was one hour ahead
    assert "closed" not in row
    assert (row["bank"], row["phone"], row["kind"]) == ("合成银行", "13000000000", "借记卡")
    assert told.reasons == ["row-account-float"]


def test_a_sub_account_names_its_account() -> None:
    told = read_bytes(
        _file(
            "银行名称,开户账号,子账户账号,余额,可用余额,子账户类别,子账户序号,币种,账户状态,账户人姓名",
            "合成银行,1000000001,1000000001001,5.00,5.00,活期,1,美元,正常,合成甲",
        )
    )
    (row,) = told.rows
    assert (row["account"], row["sub_account"]) == ("1000000001", "1000000001001")
    assert (row["balance"], row["asset"]) == (500, "USD")


def test_persons_with_contacts_and_addresses() -> None:
    contact = read_bytes(
        _file("开户名称,证照类型,证照号码,联系电话,来源", "合成甲,身份证,SYN0001,13000000000,")
    )
    home = read_bytes(
        _file("开户名称,证照类型,证照号码,住宅地址,住宅电话", "合成甲,身份证,SYN0001,合成路1号,")
    )
    assert contact.parts[1].told == home.parts[1].told == "persons"
    assert contact.rows[0]["phone"] == "13000000000"
    assert home.rows[0]["address"] == "合成路1号"


def test_tasks_tell_what_was_asked_and_what_came_back() -> None:
    told = read_bytes(
        _file(
            "任务流水号,银行名称,主体类别,证账号码,账卡号,发送时间,反馈时间,反馈结果,查询结果",
            "R1,合成银行,个人,SYN0001,6222020000000000017,2026-03-01 10:00:00,20260302,成功,"
            "无交易明细",
        )
    )
    (row,) = told.rows
    assert told.parts[1].told == "tasks"
    assert (row["task"], row["account"]) == ("R1", "6222020000000000017")
    assert row["result"] == "无交易明细"
    assert row["sent"] == datetime(2026, 3, 1, 2, tzinfo=UTC)
    assert row["answered"] == datetime(2026, 3, 1, 16, tzinfo=UTC)


def test_freezes_tell_until_when() -> None:
    told = read_bytes(
        _file(
            "银行名称,账号,冻结措施类型,冻结措施类型名称,冻结金额,冻结机关,冻结开始日期,冻结截止日期,措施序号",
            "合成银行,1000000001,01,司法冻结,49900,合成市公安局,20260301,2026-09-01,1",
            "合成银行,1000000001,01,司法冻结,全额,合成市公安局,20260301,2026-09-01,2",
            "合成银行,1000000001,01,司法冻结,若干,合成市公安局,20260301,2026-09-01,3",
        )
    )
    row, whole = told.rows
    assert told.parts[1].told == "freezes"
    assert (row["measure"], row["amount"], row["authority"]) == (
        "司法冻结",
        4990000,
        "合成市公安局",
    )
    assert row["since"] == datetime(2026, 2, 28, 16, tzinfo=UTC)
    # To the end of its last day, in Shanghai.
    assert row["until"] == datetime(2026, 9, 1, 15, 59, 59, tzinfo=UTC)
    # Without a sum it holds the whole account (`ExistingFreeze.amount`).
    assert "amount" not in whole and whole["until"] == row["until"]
    assert told.row_rejects[0]["detail"] == "若干"


def test_other_tables_of_banks() -> None:
    query = read_bytes(
        _file(
            "查询账号,对方账号姓名,对方账号卡号,金额,余额,借贷标志,交易类型,交易结果,交易时间,交易流水号",
            "6222020000000000017,合成乙,6217000000000000025,5.00,7.00,借,转账,成功,20260301100510,T1",
        )
    )
    assert query.rows[0]["own_account"] == "6222020000000000017"
    assert query.rows[0]["direction"] == 2 and query.rows[0]["reference"] == "T1"
    merchants = read_bytes(
        _file(
            "交易日期,交易时间,客户名称,交易卡号,交易方向(D:借|C:贷),交易金额,联机余额,对方帐号,对方客户名称,"
            "交易摘要,账号",
            "20260301,100510,合成甲,6222020000000000017,C,5.00,7.00,6217000000000000025,合成乙,转账,1000",
            "20260301,10:05:10,合成甲,6222020000000000017,D,5.00,2.00,,,转账,1000",
            "20260301,90510,合成甲,6222020000000000017,D,5.00,2.00,,,转账,1000",
        )
    )
    assert [row["time"].hour for row in merchants.rows] == [2, 2, 1]
    assert [row["direction"] for row in merchants.rows] == [1, 2, 2]
    customers = read_bytes(
        _file(
            "客户姓名,户口号,开户机构,开户日期,户口状态,证件类型,证件号码,活期帐户余额,户口名称",
            "合成甲,1000,甲支行,20200101,正常,身份证,SYN0001,5.00,一卡通",
        )
    )
    assert customers.rows[0]["account"] == "1000" and customers.rows[0]["balance"] == 500


def test_a_card_bill_counts_what_is_posted_and_says_whose_it_stands_for() -> None:
    told = read_bytes(
        _file(
            "交易日期,入账日期,交易描述,交易金额,交易货币,入账金额,入账货币,MCC代码",
            "2026-03-01,2026-03-02,合成商店,10.00,USD,71.00,CNY,5411",
        )
    )
    (row,) = told.rows
    assert (row["amount"], row["asset"], row["direction"]) == (7100, "CNY", 0)
    assert row["own_account"].startswith("cn-bank:")
    assert told.said == ["remark.statement-own-unknown"]
    above = read_bytes(
        _file(
            "卡号：6222020000000000017",
            "交易日期,入账日期,交易描述,交易金额,交易货币,入账金额,入账货币,MCC代码",
            "2026-03-01,2026-03-02,合成商店,10.00,USD,71.00,CNY,5411",
        )
    )
    assert above.rows[0]["own_card"] == "6222020000000000017" and not above.rejects


def test_payer_and_payee_columns_tell_the_direction() -> None:
    told = read_bytes(
        _file(
            "付款方账号,付款方姓名,收款方账号,收款方姓名,支付时间,付款金额,交易流水号",
            "1000,合成甲,2000,合成乙,20260301100510,5.00,T1",
            ",,2000,合成乙,20260301100510,5.00,T2",
        )
    )
    first, second = told.rows
    assert (first["own_account"], first["other_account"], first["direction"]) == ("1000", "2000", 2)
    assert (second["own_account"], second["direction"]) == ("2000", 1)
    assert "other_account" not in second
